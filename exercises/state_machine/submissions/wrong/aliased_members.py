# exercise: state_machine
"""Fault: DONE and CANCELED have equal values, which makes them one member with two names."""

from enum import Enum
from itertools import pairwise


class TaskStatus(Enum):
    CREATED = ("IN_PROGRESS", "CANCELED")
    IN_PROGRESS = ("DONE", "CANCELED")
    DONE = ()
    CANCELED = ()


def is_valid_sequence(sequence):
    states = list(sequence)
    if not states or states[0] is not TaskStatus.CREATED:
        return False
    return all(after.name in before.value for before, after in pairwise(states))
