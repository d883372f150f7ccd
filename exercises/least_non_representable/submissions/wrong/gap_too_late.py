# exercise: least_non_representable
"""Fault: off by one, takes a number two above what is reached for one without a gap."""


def least_non_representable(nums):
    reach = 0
    for number in sorted(nums):
        if number > reach + 2:
            break
        reach += number
    return reach + 1
