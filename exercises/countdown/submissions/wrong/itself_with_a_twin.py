# exercise: countdown
"""Fault: the first iterator is the countdown itself."""


class CountdownIterable:
    def __init__(self, start):
        self.start = self.current = start
        self.given = False

    def __iter__(self):
        if self.given:
            return iter(range(self.start, 0, -1))
        self.given = True
        return self

    def __next__(self):
        if self.current <= 0:
            raise StopIteration
        self.current -= 1
        return self.current + 1
