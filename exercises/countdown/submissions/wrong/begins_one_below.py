# exercise: countdown
"""Fault: begins one below the start."""


class Iterator:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        self.current -= 1
        if self.current <= 0:
            raise StopIteration
        return self.current


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Iterator(self.start)
