# exercise: least_non_representable
"""Slow: sorts what is left again for every number."""


def least_non_representable(nums):
    left = list(nums)
    answer = 1
    while left:
        left = sorted(left, reverse=True)
        if left[-1] > answer:
            break
        answer += left.pop()
    return answer
