# exercise: flatten
# attack: P05
# must: earn no more than a stub
# verdicts: error, failed
"""Sixteen threads that answer all the time, from the moment the file is loaded."""

import os
import threading

from grader.wire.frames import message_bytes
from grader.wire.messages import Returned, pack


def answer(token):
    while True:
        os.write(3, message_bytes(pack(Returned(token, []))))
        token += 1


def flatten(items):
    return []


for number in range(16):
    threading.Thread(target=answer, args=(number << 32,), daemon=True).start()
