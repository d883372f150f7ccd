# exercise: make_counter
"""Fault: the class keeps the count, for all its objects."""


class Counter:
    count = 0

    def __call__(self):
        Counter.count += 1
        return Counter.count


def make_counter():
    return Counter()
