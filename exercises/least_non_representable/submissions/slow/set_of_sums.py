# exercise: least_non_representable
"""Slow: keeps the set of all sums, in time and memory."""


def least_non_representable(nums):
    sums = {0}
    for number in sorted(nums):
        sums |= {number + other for other in sums}
    answer = 1
    while answer in sums:
        answer += 1
    return answer
