# exercise: state_machine
# attack: G01
# must: earn at most 60 %
"""A right enum and a constant answer: no."""

from enum import Enum

TaskStatus = Enum("TaskStatus", "CREATED IN_PROGRESS DONE CANCELED")


def is_valid_sequence(sequence):
    return False
