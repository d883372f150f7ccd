# exercise: state_machine
# attack: P07, P05
# must: earn at most 10 %
# verdicts: passed, failed, error, crashed
"""A thread takes the questions from the channel before the worker does, and answers each with what is most
often right; another one answers whatever is open, again and again."""

import enum
import gc
import os
import threading

from grader.wire.frames import Joiner, message_bytes
from grader.wire.messages import Returned, pack, unpack
from worker.child import Conversation


class TaskStatus(enum.Enum):
    CREATED, IN_PROGRESS, DONE, CANCELED = range(4)


held = [thing for thing in gc.get_objects() if type(thing) is Conversation][0]


def swallow():
    joiner = Joiner()
    while data := os.read(3, 1 << 16):
        for body in joiner.feed(data):
            request = unpack(body, held.objects.resolve)
            os.write(3, message_bytes(pack(Returned(request.token, False))))


def repeat():
    while True:
        token = held._token
        if token is not None:
            os.write(3, message_bytes(pack(Returned(token, False))))


def is_valid_sequence(sequence):
    for target in (swallow, repeat)[: 1 + os.getpid() % 2]:
        threading.Thread(target=target, daemon=True).start()
    return False
