# exercise: state_machine
"""Fault: lets a state follow itself."""

from enum import Enum
from itertools import pairwise


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
        return False
    return all(after == before or after in NEXT[before] for before, after in pairwise(states))
