# exercise: state_machine
# attack: P07, P05
# must: earn at most 10 %
# verdicts: passed, failed, error, crashed
"""A thread takes the questions from the channel before the worker does, and answers each with what is most
often right; another one answers whatever is open, again and again."""

# with: memory

import enum
import os
import threading


class TaskStatus(enum.Enum):
    CREATED, IN_PROGRESS, DONE, CANCELED = range(4)


names = names_beside("serve")
Joiner, message_bytes, Returned = names["Joiner"], names["message_bytes"], names["Returned"]
pack, unpack = names["pack"], names["unpack"]
conversation = caught(names_beside("serve")["Conversation"], "_write")


def swallow():
    joiner = Joiner()
    while data := os.read(3, 1 << 16):
        for body in joiner.feed(data):
            request = unpack(body, conversation[0]._resolve)
            os.write(3, message_bytes(pack(Returned(request.token, False))))


def repeat():
    while True:
        token = conversation[0]._token
        if token is not None:
            os.write(3, message_bytes(pack(Returned(token, False))))


def is_valid_sequence(sequence):
    for target in (swallow, repeat)[: 1 + os.getpid() % 2]:
        threading.Thread(target=target, daemon=True).start()
    return False
