# exercise: flatten
# attack: D13
# must: earn no more than a stub
# verdicts: timeout
# within: 90 seconds
"""A pattern that is tried in more ways than there is time for, in one call into C."""

import re

re.match(r"(a|a|aa)*$", "a" * 60 + "b")


def flatten(items):
    return None
