# exercise: state_machine
"""Say whether a sequence of states is a possible lifecycle of a task."""

from collections.abc import Iterable
from enum import Enum


class TaskStatus(Enum):
    """The states of a task: CREATED, IN_PROGRESS, DONE and CANCELED."""


def is_valid_sequence(sequence: Iterable[TaskStatus]) -> bool:
    """Say whether `sequence` is a possible lifecycle, finished or not.

    It starts with CREATED. From there it goes to IN_PROGRESS or CANCELED, from IN_PROGRESS to DONE
    or CANCELED, and from DONE and CANCELED nowhere. The empty sequence is not valid.
    """
    raise NotImplementedError
