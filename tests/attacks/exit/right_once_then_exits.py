# exercise: least_non_representable
# attack: X03
# must: earn at most 50 %
# verdicts: passed, crashed
"""Right the first three times it is called in a process, and then the process ends with status 0."""

import os

calls = []


def least_non_representable(nums):
    calls.append(1)
    if len(calls) > 3:
        os._exit(0)
    total = 0
    for number in sorted(nums):
        if number > total + 1:
            break
        total += number
    return total + 1
