# exercise: flatten
"""Fault: only lists and tuples are opened."""


def flatten(items):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from flatten(item)
        else:
            yield item
