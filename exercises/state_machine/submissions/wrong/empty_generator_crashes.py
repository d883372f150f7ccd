# exercise: state_machine
"""Fault: an empty generator raises StopIteration."""

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
    if sequence == [] or sequence == ():
        return False
    states = iter(sequence)
    before = next(states)
    if before != TaskStatus.CREATED:
        return False
    for after in states:
        if after not in NEXT[before]:
            return False
        before = after
    return True
