# exercise: least_non_representable
# attack: G01
# must: earn at most 60 %
"""A constant answer, the most frequent one."""


def least_non_representable(nums):
    return 1
