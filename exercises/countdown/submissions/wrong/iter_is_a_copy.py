# exercise: countdown
"""Fault: the iter() of an iterator is a copy of it."""


class Iterator:
    def __init__(self, start):
        self.current = start

    def __iter__(self):
        return Iterator(self.current)

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Iterator(self.start)
