# exercise: least_non_representable
"""Fault: finds the smallest positive integer that is not in the list."""


def least_non_representable(nums):
    present = set(nums)
    answer = 1
    while answer in present:
        answer += 1
    return answer
