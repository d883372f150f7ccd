# exercise: least_non_representable
# attack: C05
# must: earn everything
"""Right, and closes, replaces and points elsewhere all of its standard streams."""

import builtins
import os
import sys

sys.stdout.close()
sys.stdin = sys.__stdout__ = None
sys.stderr = open(os.devnull, "w")
for _number in (0, 1, 2):
    os.close(_number)
builtins.sum = builtins.min = builtins.max = None


def least_non_representable(nums):
    reach = 0
    for number in sorted(nums):
        if number > reach + 1:
            break
        reach += number
    return reach + 1
