# exercise: state_machine
# attack: P02, P03
# must: earn at most 10 %
# verdicts: passed, failed, error
"""Finds the conversation and answers with exceptions that no interpreter raises: names that are no text,
arguments too deep to show, lines above what can be written in digits, names that steer pytest."""

# with: memory

import enum
import os


class TaskStatus(enum.Enum):
    CREATED, IN_PROGRESS, DONE, CANCELED = range(4)


def deep():
    inner = []
    for _ in range(90_000):
        inner = [inner]
    return inner


FORGERIES = (
    ((deep(),), (), "", None, None),
    (("AssertionError",), (deep(),), "", None, None),
    (("AssertionError",), (), "", None, 2**14286),
    (("AssertionError",), (2**14286,), "", None, 1),
    (("SyntaxError",), ("boom", ("f", deep(), deep(), "text")), "", None, None),
    (("SyntaxError", "Exception"), ("boom", "abcd"), "", None, None),
    (("Skipped", "Exit", "XFailed", "OutcomeException", "BaseException"), (), "", None, None),
    (("KeyboardInterrupt",), (), "", None, None),
    (("Trouble", "BaseException", "AssertionError"), (), "", None, None),
    ((), (), "", "passed", None),
    ((None, 7, b"Exception"), (None,), "\0", None, -1),
    (("UnicodeDecodeError",), ("utf-8", b"", 2**70, -(2**70), ""), "", None, 0),
    (("ExceptionGroup",), ("", [1]), "", None, 0),
    (("BlockingIOError",), (1, "", 2**70), "", None, 0),
)


names = names_beside("serve")
conversation = caught(names["Conversation"], "_write")


def is_valid_sequence(sequence):
    forgery = FORGERIES[os.getpid() % len(FORGERIES)]
    answer = names["Raised"](conversation[0]._token, *forgery)
    names_beside("_sized")["MAX_INT_BITS"] = 1 << 20
    conversation[0]._write(names["message_bytes"](names["pack"](answer)))
    return True
