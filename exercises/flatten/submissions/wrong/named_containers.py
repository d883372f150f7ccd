# exercise: flatten
"""Fault: opens the builtin containers by name and forgets generators and other iterables."""


def flatten(items):
    for item in items:
        if isinstance(item, (list, tuple, set, frozenset, dict, range)):
            yield from flatten(item)
        else:
            yield item
