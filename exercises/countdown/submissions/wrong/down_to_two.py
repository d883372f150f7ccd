# exercise: countdown
"""Fault: stops before 1."""


class Iterator:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 1:
            raise StopIteration
        self.current -= 1
        return self.current + 1


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Iterator(self.start)
