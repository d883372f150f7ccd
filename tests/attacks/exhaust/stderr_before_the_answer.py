# exercise: flatten
# attack: D11
# must: earn no more than a stub
# verdicts: failed
"""Writes to its error stream alone, more than a pipe holds, and then answers; and answers from many processes."""

import os
import sys


def flatten(items):
    sys.stderr.write("x" * 300_000)
    sys.stderr.flush()
    if os.getpid() % 5 == 0 and os.fork() == 0:
        os.write(2, bytes(300_000))
        os._exit(0)
