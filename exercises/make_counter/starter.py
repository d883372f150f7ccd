# exercise: make_counter
"""Give functions that count."""


def make_counter():
    """Give something that can be called: it returns 1 at its first call, 2 at the next one, and so on.

    >>> counter = make_counter()
    >>> counter(), counter(), counter()
    (1, 2, 3)
    """
    raise NotImplementedError
