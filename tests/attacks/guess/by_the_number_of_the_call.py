# exercise: least_non_representable
# attack: G02
# must: earn at most 50 %
"""Answers by the number of the call, as it goes through the suites from top to bottom."""

ANSWERS = [1, 1, 2, 4, 3, 11, 8, 18, 4, 4, 11, 2**40, 2**30]
calls = 0


def least_non_representable(nums):
    global calls
    calls += 1
    return ANSWERS[(calls - 1) % len(ANSWERS)]
