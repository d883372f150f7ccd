# exercise: countdown
"""Fault: a list is iterable, but no iterator."""


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        return list(range(self.start, 0, -1))
