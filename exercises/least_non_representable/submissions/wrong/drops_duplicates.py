# exercise: least_non_representable
"""Fault: uses a number once, however often it occurs."""


def least_non_representable(nums):
    reach = 0
    for number in sorted(set(nums)):
        if number > reach + 1:
            break
        reach += number
    return reach + 1
