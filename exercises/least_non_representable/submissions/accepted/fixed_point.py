# exercise: least_non_representable
"""Without sorting: the sum of all that is within reach, until it no longer grows."""


def least_non_representable(nums):
    answer = 1
    while (following := 1 + sum(number for number in nums if number <= answer)) != answer:
        answer = following
    return answer
