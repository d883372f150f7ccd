# exercise: countdown
"""Fault: counts up."""


class Iterator:
    def __init__(self, start):
        self.current = self.limit = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.limit - self.current


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Iterator(self.start)
