# exercise: state_machine
"""A match statement over pairs of states, starting from None."""

from enum import Enum


class TaskStatus(Enum):
    CREATED = 0
    IN_PROGRESS = 1
    DONE = 2
    CANCELED = -1


def allowed(before, after):
    match before, after:
        case None, TaskStatus.CREATED:
            return True
        case TaskStatus.CREATED, (TaskStatus.IN_PROGRESS | TaskStatus.CANCELED):
            return True
        case TaskStatus.IN_PROGRESS, (TaskStatus.DONE | TaskStatus.CANCELED):
            return True
    return False


def is_valid_sequence(sequence):
    before = None
    for after in sequence:
        if not allowed(before, after):
            return False
        before = after
    return before is not None
