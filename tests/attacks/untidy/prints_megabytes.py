# exercise: flatten
# attack: C01
# must: earn everything
"""Right, with three megabytes of prints in the first call, on both streams."""

import sys

first = True


def flatten(items):
    global first
    if first:
        for _ in range(1500):
            print("x" * 1000)
            print("y" * 1000, file=sys.stderr)
        first = False
    return [*leaves(items)]


def leaves(items):
    for item in items:
        if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
            yield item
        else:
            yield from leaves(item)
