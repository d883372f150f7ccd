# exercise: least_non_representable
# attack: L07
# must: earn no more than a stub
# verdicts: failed
"""Always gives a wrong number of the right type, so that an explained failure would show the right one."""


def least_non_representable(nums):
    return -424242
