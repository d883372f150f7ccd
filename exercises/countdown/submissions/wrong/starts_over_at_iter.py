# exercise: countdown
"""Fault: the iterable is its own iterator, and begins anew at each iter(), so that two disturb each other."""


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        self.current = self.start
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1
