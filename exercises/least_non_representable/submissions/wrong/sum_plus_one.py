# exercise: least_non_representable
"""Fault: does not look for gaps: one above the sum, or 1 where there is no 1."""


def least_non_representable(nums):
    return sum(nums) + 1 if 1 in nums else 1
