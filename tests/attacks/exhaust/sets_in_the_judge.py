# exercise: flatten
# attack: D02, D06
# must: earn less than everything
"""Items that are two bytes each on their way and 240 where they arrive: empty sets, half a million in each."""

MANY = 490_000


def right(items):
    for item in items:
        if isinstance(item, (list, tuple)):
            yield from right(item)
        else:
            yield item


def filled():
    item = tuple(set() for _ in range(MANY))
    while True:
        yield item


def flatten(items):
    return filled() if len(items) == 50 else right(items)
