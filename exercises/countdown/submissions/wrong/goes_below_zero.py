# exercise: countdown
"""Fault: raises at the end once, and goes on below."""


class Iterator:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return self

    def __next__(self):
        self.current -= 1
        if self.current == -1:
            raise StopIteration
        return self.current + 1


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Iterator(self.start)
