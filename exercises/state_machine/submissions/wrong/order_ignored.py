# exercise: state_machine
"""Fault: checks which states occur, not in which order they do."""

from enum import Enum


class TaskStatus(Enum):
    CREATED = 1
    IN_PROGRESS = 2
    DONE = 3
    CANCELED = 4


def is_valid_sequence(sequence):
    states = list(sequence)
    if len(states) != len(set(states)) or TaskStatus.CREATED not in states:
        return False
    if TaskStatus.DONE in states:
        return TaskStatus.IN_PROGRESS in states and TaskStatus.CANCELED not in states
    return True
