# -*- coding: utf-8 -*-
# exercise: least_non_representable
# attack: C04
# must: earn everything
"""Right, with a byte order mark and an encoding named; lines end in every way, the last one not at all."""


def least_non_representable(nums):
    reach = 0
    for number in sorted(nums):
        if number > reach + 1:            break
        reach += number
    return reach + 1