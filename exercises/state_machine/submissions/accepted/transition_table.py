# exercise: state_machine
"""Known good: a transition table and a walk over the sequence."""

from enum import Enum, auto


class TaskStatus(Enum):
    CREATED = auto()
    IN_PROGRESS = auto()
    DONE = auto()
    CANCELED = auto()


NEXT = {
    TaskStatus.CREATED: {TaskStatus.IN_PROGRESS, TaskStatus.CANCELED},
    TaskStatus.IN_PROGRESS: {TaskStatus.DONE, TaskStatus.CANCELED},
    TaskStatus.DONE: set(),
    TaskStatus.CANCELED: set(),
}


def is_valid_sequence(sequence):
    states = iter(sequence)
    current = next(states, None)
    if current is not TaskStatus.CREATED:
        return False
    for state in states:
        if state not in NEXT[current]:
            return False
        current = state
    return True
