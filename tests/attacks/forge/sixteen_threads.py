# exercise: flatten
# attack: P05
# must: earn no more than a stub
# verdicts: error, failed
"""Sixteen threads that answer all the time, from the moment the file is loaded."""

import os
import sys
import threading

sys.path.append("/grade")  # for a copy of the protocol: that of the worker cannot be imported
from grader.wire.frames import message_bytes  # noqa: E402
from grader.wire.messages import Returned, pack  # noqa: E402


def answer(token):
    while True:
        os.write(3, message_bytes(pack(Returned(token, []))))
        token += 1


def flatten(items):
    return []


for number in range(16):
    threading.Thread(target=answer, args=(number << 32,), daemon=True).start()
