# exercise: least_non_representable
"""Fault: adds up in floats, which round above 2**53."""

from math import fsum


def least_non_representable(nums):
    taken = [0.0]
    reach = 0.0
    for number in sorted(nums):
        if number > reach + 1:
            break
        taken.append(float(number))
        reach += number
    return int(fsum(taken)) + 1
