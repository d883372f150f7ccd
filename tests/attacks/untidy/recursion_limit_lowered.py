# exercise: state_machine
# attack: C03
# must: earn everything
"""Right, with a recursion limit that is hardly enough for anybody."""

import enum
import sys

TaskStatus = enum.Enum("TaskStatus", "CREATED IN_PROGRESS DONE CANCELED")
STEPS = {"": ["CREATED"], "CREATED": ["IN_PROGRESS", "CANCELED"], "IN_PROGRESS": ["DONE", "CANCELED"]}
sys.setrecursionlimit(60)


def is_valid_sequence(sequence):
    at = ""
    for state in sequence:
        if state.name not in STEPS.get(at, []):
            return False
        at = state.name
    return at != ""
