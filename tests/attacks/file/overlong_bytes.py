# exercise: least_non_representable
# attack: B01
# must: earn no more than a stub
# verdicts: error
# -*- coding: utf-7 -*-
"""The second of the two lines that may name an encoding does not; one further down must not count."""
# -*- coding: no-such-encoding -*-
ÄÅ¿Ø


def least_non_representable(nums):
    return 1
