# exercise: state_machine
"""Fault: indexes the sequence, so that a generator does not work."""

from enum import Enum


class TaskStatus(Enum):
    CREATED = "created"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELED = "canceled"


NEXT = {
    TaskStatus.CREATED: {TaskStatus.IN_PROGRESS, TaskStatus.CANCELED},
    TaskStatus.IN_PROGRESS: {TaskStatus.DONE, TaskStatus.CANCELED},
    TaskStatus.DONE: set(),
    TaskStatus.CANCELED: set(),
}


def is_valid_sequence(sequence):
    if len(sequence) == 0 or sequence[0] is not TaskStatus.CREATED:
        return False
    return all(sequence[i] in NEXT[sequence[i - 1]] for i in range(1, len(sequence)))
