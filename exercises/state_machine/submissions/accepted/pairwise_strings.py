# exercise: state_machine
"""Text values, a list made of the argument, and pairs of neighbours."""

import enum
from collections.abc import Iterable
from itertools import pairwise


class TaskStatus(str, enum.Enum):
    CREATED = "created"
    IN_PROGRESS = "in progress"
    DONE = "done"
    CANCELED = "canceled"


ALLOWED = {
    (TaskStatus.CREATED, TaskStatus.IN_PROGRESS),
    (TaskStatus.CREATED, TaskStatus.CANCELED),
    (TaskStatus.IN_PROGRESS, TaskStatus.DONE),
    (TaskStatus.IN_PROGRESS, TaskStatus.CANCELED),
}


def is_valid_sequence(sequence: Iterable[TaskStatus]) -> bool:
    states = list(sequence)
    return states[:1] == [TaskStatus.CREATED] and all(pair in ALLOWED for pair in pairwise(states))
