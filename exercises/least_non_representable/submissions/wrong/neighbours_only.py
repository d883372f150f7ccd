# exercise: least_non_representable
"""Fault: looks at sums of numbers that stand next to each other only."""

from itertools import accumulate


def least_non_representable(nums):
    sums = {total for start in range(len(nums)) for total in accumulate(nums[start:])}
    answer = 1
    while answer in sums:
        answer += 1
    return answer
