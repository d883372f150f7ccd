# exercise: least_non_representable
# attack: G03
# must: earn at most 50 %
"""Knows the published examples and visible tests by heart, and says 1 to everything else."""

KNOWN = {
    (1, 2, 5, 7): 4, (1, 2, 2, 5, 7): 18, (1, 2, 3, 4): 11, (2, 3, 4): 1, (): 1, (1,): 2, (1, 1, 4): 3,
    (1, 2, 4): 8, (1, 1, 1): 4, (7, 5, 2, 1): 4, (3, 1, 4, 2): 11,
}  # fmt: skip
KNOWN[tuple(2**n for n in range(40))] = 2**40
KNOWN[tuple(2**n for n in range(40) if n != 30)] = 2**30


def least_non_representable(nums):
    return KNOWN.get(tuple(nums), 1)
