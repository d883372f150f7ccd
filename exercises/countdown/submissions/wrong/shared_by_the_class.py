# exercise: countdown
"""Fault: the place is kept by the class, for all countdowns."""


class CountdownIterable:
    place = 0

    def __init__(self, start):
        self.start = start

    def __iter__(self):
        CountdownIterable.place = 0
        while CountdownIterable.place < self.start:
            yield self.start - CountdownIterable.place
            CountdownIterable.place += 1
