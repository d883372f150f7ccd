# exercise: countdown
"""Fault: the iter() of the countdown is one and the same."""


class Iterator:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1


class CountdownIterable:
    def __init__(self, start):
        self.iterator = Iterator(start)

    def __iter__(self):
        return self.iterator
