# exercise: countdown
"""A range does the work, in a dataclass."""

from dataclasses import dataclass


@dataclass
class CountdownIterable:
    start: int

    def __iter__(self):
        return iter(range(self.start, 0, -1))

    def __reversed__(self):
        return reversed(range(self.start, 0, -1))
