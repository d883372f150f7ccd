# exercise: least_non_representable
"""Fault: gives an answer only where there is a gap, else None."""


def least_non_representable(nums):
    reach = 0
    for number in sorted(nums):
        if number > reach + 1:
            return reach + 1
        reach += number
    return None if nums else 1
