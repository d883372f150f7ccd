# exercise: state_machine
"""Fault: takes the states out of the list that it is given."""

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
    if not isinstance(sequence, list):
        sequence = list(sequence)
    allowed = {TaskStatus.CREATED}
    if not sequence:
        return False
    while sequence:
        state = sequence.pop(0)
        if state not in allowed:
            return False
        allowed = NEXT[state]
    return True
