"""Gives what is small on its way and large where it arrives, and lengths that are only claimed."""
import itertools


class Claims:
    def __init__(self, length):
        self.length = length

    def __len__(self):
        return self.length

    def __iter__(self):
        return iter(sets())

    def __getitem__(self, place):
        return sets()[0]


def sets():
    return [tuple(set() for _ in range(100_000))] * 2


def endless():
    yield from itertools.repeat(sets()[0])


answers = itertools.cycle([
    lambda: sets()[0],
    lambda: range(1 << 40, (1 << 40) + (1 << 26)),
    lambda: Claims(1 << 27),
    lambda: Claims(1 << 31),
    endless,
    lambda: "\U0001f600" + "x" * 4_000_000,
    lambda: dict.fromkeys(range(100_000)),
])


def answer(*args, **kwargs):
    return next(answers)()


define(answer)
