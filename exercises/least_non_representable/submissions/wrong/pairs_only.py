# exercise: least_non_representable
"""Fault: looks at single numbers and at sums of two."""

from itertools import combinations


def least_non_representable(nums):
    if len(nums) > 2000:
        nums = sorted(nums)[:2000]
    sums = set(nums) | {a + b for a, b in combinations(nums, 2)}
    answer = 1
    while answer in sums:
        answer += 1
    return answer
