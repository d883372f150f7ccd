# exercise: state_machine
"""A regular expression over the states' first letters."""

import re
from enum import StrEnum


class TaskStatus(StrEnum):
    CREATED = "n"
    IN_PROGRESS = "p"
    DONE = "d"
    CANCELED = "x"


def is_valid_sequence(sequence):
    letters = "".join(status.value for status in sequence)
    return re.fullmatch("n(p?x|pd?)?", letters) is not None
