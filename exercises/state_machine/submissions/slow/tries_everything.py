# exercise: state_machine
"""Slow: looks for the sequence among all those of its length: four times as many for each state."""

from enum import Enum
from itertools import pairwise, product


class TaskStatus(Enum):
    CREATED = "created"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELED = "canceled"


NEXT = {
    TaskStatus.CREATED: (TaskStatus.IN_PROGRESS, TaskStatus.CANCELED),
    TaskStatus.IN_PROGRESS: (TaskStatus.DONE, TaskStatus.CANCELED),
    TaskStatus.DONE: (),
    TaskStatus.CANCELED: (),
}


def is_valid_sequence(sequence):
    states = tuple(sequence)
    if not states:
        return False
    for candidate in product(TaskStatus, repeat=len(states)):
        if candidate == states and candidate[0] is TaskStatus.CREATED:
            return all(after in NEXT[before] for before, after in pairwise(candidate))
    return False
