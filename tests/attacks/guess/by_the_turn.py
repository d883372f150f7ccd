# exercise: state_machine
# attack: G02
# must: earn at most 50 %
"""A right enum, and yes and no by turns: a test that asks in a fixed order would be met."""

from enum import Enum

TaskStatus = Enum("TaskStatus", "CREATED IN_PROGRESS DONE CANCELED")
calls = 0


def is_valid_sequence(sequence):
    global calls
    calls += 1
    return calls % 2 == 1
