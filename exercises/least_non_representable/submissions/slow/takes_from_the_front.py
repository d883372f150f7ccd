# exercise: least_non_representable
"""Slow: sorts once, but copies the rest of the list for every number."""


def least_non_representable(nums):
    left = sorted(nums)
    answer = 1
    while left and left[0] <= answer:
        answer += left[0]
        left = left[1:]
    return answer
