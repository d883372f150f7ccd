# exercise: least_non_representable
"""Fault: adds up in 64 bits, as in another language, and overflows."""


def least_non_representable(nums):
    reach = 0
    for number in sorted(nums):
        if number > reach + 1:
            break
        reach = (reach + number) & 0xFFFF_FFFF_FFFF_FFFF
    return reach + 1
