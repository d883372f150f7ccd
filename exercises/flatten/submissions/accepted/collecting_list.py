# exercise: flatten
"""A list filled by an inner function, with talkative debugging left in."""

import collections.abc

print("loading flatten ...")


def flatten(items):
    result = []

    def walk(thing, depth):
        for x in thing:
            print("  " * (depth % 40), "at", type(x).__name__)
            if isinstance(x, str) or isinstance(x, bytes):
                result.append(x)
            elif isinstance(x, collections.abc.Iterable):
                walk(x, depth + 1)
            else:
                result.append(x)

    walk(items, 0)
    print("found", len(result), "leaves")
    return result
