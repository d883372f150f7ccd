# exercise: countdown
"""Fault: begins again after its end."""


class Iterator:
    def __init__(self, start):
        self.current = self.start = start

    def __iter__(self):
        return self

    def __next__(self):
        if self.current <= 0:
            self.current = self.start
            raise StopIteration
        self.current -= 1
        return self.current + 1


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return Iterator(self.start)
