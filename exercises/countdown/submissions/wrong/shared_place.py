# exercise: countdown
"""Fault: the generators count in the countdown itself."""


class CountdownIterable:
    def __init__(self, start):
        self.start = start

    def __iter__(self):
        self.current = self.start
        while self.current > 0:
            yield self.current
            self.current -= 1
