# exercise: even_at_even
"""Pick the even numbers at even indices."""


def even_at_even(numbers: list[int]) -> list[int]:
    """Give the even ones among the numbers at the indices 0, 2, 4, ..., in order.

    >>> even_at_even([0, 1, 2, 4, 5, 6, 8])
    [0, 2, 8]
    """
    raise NotImplementedError
