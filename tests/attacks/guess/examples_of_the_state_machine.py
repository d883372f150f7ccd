# exercise: state_machine
# attack: G03
# must: earn at most 50 %
"""Knows the published examples and visible tests by heart, and says no to everything else."""

from enum import Enum

TaskStatus = Enum("TaskStatus", "CREATED IN_PROGRESS DONE CANCELED")
KNOWN = {"CREATED IN_PROGRESS DONE": True, "CREATED": True}


def is_valid_sequence(sequence):
    return KNOWN.get(" ".join(state.name for state in sequence), False)
