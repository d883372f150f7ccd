# exercise: state_machine
"""Lists the five valid lifecycles."""

from enum import IntEnum

TaskStatus = IntEnum("TaskStatus", "CREATED IN_PROGRESS DONE CANCELED")

C, P, D, X = TaskStatus


def is_valid_sequence(sequence):
    return tuple(sequence) in {(C,), (C, P), (C, X), (C, P, D), (C, P, X)}
