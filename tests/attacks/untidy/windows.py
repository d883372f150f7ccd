# exercise: flatten
# attack: C04
# must: earn everything
"""Right, with a byte order mark, Windows line ends and a form feed."""


def flatten(items):
    for item in items:
        if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
            yield item
        else:
            yield from flatten(item)
