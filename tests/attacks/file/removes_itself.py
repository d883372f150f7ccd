# exercise: flatten
# attack: B06
# must: earn no more than a stub
# verdicts: failed, error, crashed
"""Takes itself and all other modules out of `sys.modules`, and empties its own names."""

import sys


def flatten(items):
    return items


sys.modules.clear()
globals().clear()
