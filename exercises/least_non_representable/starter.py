# exercise: least_non_representable
"""Find the smallest positive integer that is not the sum of any subset of the given ones."""


def least_non_representable(nums: list[int]) -> int:
    """Return the smallest positive integer that is not the sum of any subset of `nums`.

    >>> least_non_representable([1, 2, 5, 7])
    4
    """
    raise NotImplementedError
