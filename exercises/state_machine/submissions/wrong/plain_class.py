# exercise: state_machine
"""Fault: the states are constants of a plain class, not members of an enum."""

from itertools import pairwise


class TaskStatus:
    CREATED = "created"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELED = "canceled"


ALLOWED = ("created in_progress", "created canceled", "in_progress done", "in_progress canceled")


def is_valid_sequence(sequence):
    states = list(sequence)
    return states[:1] == ["created"] and all(" ".join(pair) in ALLOWED for pair in pairwise(states))
