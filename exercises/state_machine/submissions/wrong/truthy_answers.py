# exercise: state_machine
"""Fault: answers with something that counts as true or false, not with a bool."""

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
    states = list(sequence)
    if not states or states[0] != TaskStatus.CREATED:
        return None
    for before, after in zip(states, states[1:]):
        if after not in NEXT[before]:
            return None
    return len(states)
