# exercise: state_machine
"""The members' values name the states that may follow."""

from enum import Enum
from functools import reduce


class TaskStatus(Enum):
    CREATED = ("IN_PROGRESS", "CANCELED")
    IN_PROGRESS = ("DONE", "CANCELED")
    DONE = ()
    CANCELED = (None,)  # not (), or it would be another name of DONE


def step(allowed, state):
    return state.value if state.name in allowed else ()


class Journal:
    """Walks along a sequence and remembers whether it went wrong."""

    def __init__(self):
        self.allowed = ("CREATED",)
        self.valid = True
        self.empty = True

    def add(self, state):
        self.empty = False
        self.valid = self.valid and state.name in self.allowed
        self.allowed = step(self.allowed, state)
        return self


def is_valid_sequence(sequence):
    journal = reduce(Journal.add, sequence, Journal())
    return journal.valid and not journal.empty
