# exercise: least_non_representable
"""Fault: takes the numbers as they come, without sorting them."""


def least_non_representable(nums):
    reach = 0
    for number in nums:
        if number > reach + 1:
            break
        reach += number
    return reach + 1
