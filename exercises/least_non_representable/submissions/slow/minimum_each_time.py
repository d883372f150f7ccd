# exercise: least_non_representable
"""Slow: looks for the smallest number left, and removes it, for every number: n * n steps."""


def least_non_representable(nums):
    left = list(nums)
    answer = 1
    while left:
        smallest = min(left)
        if smallest > answer:
            break
        answer += smallest
        left.remove(smallest)
    return answer
