# exercise: flatten
# attack: D01
# must: earn no more than a stub
# verdicts: failed
"""Leaves without end, as a generator, an iterator without a stop, or a container that grows while it is read."""

import itertools
import os


class Growing:
    def __len__(self):
        return 1

    def __iter__(self):
        return self

    def __next__(self):
        return self


class Sequence:
    def __getitem__(self, place):
        return place


def endless():
    while True:
        yield None


def flatten(items):
    return (endless, Growing, Sequence, itertools.count, lambda: itertools.repeat([[]]))[os.getpid() % 5]()
