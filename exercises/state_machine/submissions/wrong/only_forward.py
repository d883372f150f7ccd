# exercise: state_machine
"""Fault: any later state may follow, so that steps are skipped and what is done is canceled."""

from enum import IntEnum
from itertools import pairwise


class TaskStatus(IntEnum):
    CREATED = 1
    IN_PROGRESS = 2
    DONE = 3
    CANCELED = 4


def is_valid_sequence(sequence):
    states = list(sequence)
    if states[:1] != [TaskStatus.CREATED]:
        return False
    return all(before < after for before, after in pairwise(states))
