# exercise: flatten12
"""Give the leaves of an arbitrarily nested iterable, from left to right."""


def flatten(items):
    """Return an iterable of the leaves of `items`."""
    raise NotImplementedError
