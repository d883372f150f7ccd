# exercise: countdown
"""A sequence: length and items are enough for iter() and reversed()."""

from collections.abc import Sequence


class CountdownIterable(Sequence):
    def __init__(self, start):
        self.start = start

    def __len__(self):
        return self.start

    def __getitem__(self, place):
        if not 0 <= place < self.start:
            raise IndexError
        return self.start - place
