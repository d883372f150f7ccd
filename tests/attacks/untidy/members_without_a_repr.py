# exercise: state_machine
# attack: C07
# must: earn everything
"""Right, with members that cannot be shown, formatted, hashed as usual or compared with strangers."""

from enum import Enum


class TaskStatus(Enum):
    CREATED = object()
    IN_PROGRESS = None, []
    DONE = float("nan")
    CANCELED = {}

    def __repr__(self):
        raise RuntimeError("no")

    __str__ = __format__ = __repr__

    def __eq__(self, other):
        if not isinstance(other, TaskStatus):
            raise TypeError("compared with a stranger")
        return self is other

    def __hash__(self):
        return 7

    def __bool__(self):
        raise RuntimeError("no")


ENDS = {TaskStatus.IN_PROGRESS: (TaskStatus.DONE, TaskStatus.CANCELED)}
ENDS[TaskStatus.CREATED] = (TaskStatus.IN_PROGRESS, TaskStatus.CANCELED)


def is_valid_sequence(sequence):
    before = None
    for state in sequence:
        following = (TaskStatus.CREATED,) if before is None else ENDS.get(before, ())
        if state not in following:
            return False
        before = state
    return before is not None
