# exercise: flatten
# attack: B01
# must: earn no more than a stub
# verdicts: error
"""Not UTF-8: bytes of Latin-1 in a text, above a right solution."""

NAME = "café ÿþ"


def flatten(items):
    for item in items:
        if hasattr(item, "__iter__") and not isinstance(item, (str, bytes)):
            yield from flatten(item)
        else:
            yield item
