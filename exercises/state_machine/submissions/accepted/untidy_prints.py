# exercise: state_machine
"""Right, but talkative and untidy: prints, sorts a copy, counts on a class variable."""

from enum import *


class TaskStatus(Enum):
    DONE = "finished"
    CANCELED = "stopped"
    CREATED = "new"
    IN_PROGRESS = "busy"

    def can_become(self, other):
        print("can", self, "become", other, "?")
        if self == TaskStatus.CREATED:
            return other == TaskStatus.IN_PROGRESS or other == TaskStatus.CANCELED
        if self == TaskStatus.IN_PROGRESS:
            return other == TaskStatus.DONE or other == TaskStatus.CANCELED
        return False


class Counter:
    calls = 0


def is_valid_sequence(sequence) -> bool:
    Counter.calls += 1
    l = [s for s in sequence]
    print("call", Counter.calls, "with", sorted(s.value for s in l))
    if len(l) == 0:
        print("empty!")
        return False
    if l[0] != TaskStatus.CREATED:
        return False
    i = 0
    while i < len(l) - 1:
        if l[i].can_become(l[i + 1]) == False:
            return False
        i = i + 1
    return True
