# exercise: countdown
"""Fault: counts the start down, so that the second loop finds nothing."""


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        while self.start > 0:
            yield self.start
            self.start -= 1
