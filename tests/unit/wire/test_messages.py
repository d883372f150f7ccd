"""Messages: each field of exactly its type, or no message at all."""

from __future__ import annotations

from typing import Any

import pytest

from grader.wire.frames import WireError
from grader.wire.messages import (
    Callback,
    Ended,
    Invocation,
    Items,
    Message,
    Raised,
    Ready,
    Request,
    Returned,
    Setup,
    Start,
    Threaded,
    Verb,
    Written,
    pack,
    unpack,
)  # fmt: skip
from grader.wire.values import NotPlain, Ref, encode

MESSAGES: list[Message] = [
    Setup(b"source", "flatten.py", ("aiohttp",), True),
    Ready("3.11.7", 40000, 40001, {"seccomp": "kernel"}),
    Ready("3.11.7", None, None, {}),
    Start(1.0, 2.0, 1 << 28, 64, 1 << 20, 1.0),
    Start(1.0, 2.0, 1 << 28, 64, 1 << 20, 1.0, 3),
    Ended("cpu", None, 1.0, 2.0, 3, 4),
    Request(2**62 - 1, int(Verb.CALL), ("any", ["target"]), (1, "x"), {"key": 2.5}, False),
    Returned(0, {"any": ["value"]}),
    Raised(1, ("ValueError", "Exception"), ("text", 1), "text", 7),
    Raised(1, (), (), "", None, None, ((), (), "", None, None, None)),
    Items(1, [1, None], True, (("ValueError",), (), "", None, None)),
    Callback(1, 0, (1,), {"key": 2}),
    Callback(1, 0, (1,), {"key": 2}, 5, 140_000_000_000_000),
    Threaded(0, True),
    Invocation(("a", "b"), {"LANG": "C"}, {"in.csv": b"1,2"}),
    Written(((b"out", b"1"),)),
]


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: type(message).__name__)
def test_a_message_comes_back_as_it_was(message: Message) -> None:
    assert unpack(pack(message)) == message


def test_references_pass_through_the_given_functions() -> None:
    ref = Ref("function", 3, "flatten")
    data = pack(Returned(1, [print]), lambda value: ref)
    assert unpack(data, lambda found: found) == Returned(1, [ref])


def test_what_cannot_be_sent_is_said_to_be_so() -> None:
    with pytest.raises(NotPlain):
        pack(Returned(1, object()))


# By number: Setup 0, Ready 1, Start 2, Ended 3, Request 4, Returned 5, Raised 6, Items 7, Callback 8.
IMPOSTORS: dict[str, Any] = {
    "no tuple": [5, 1, None],
    "nothing": (),
    "no number": ("Returned", 1, None),
    "a bool for a number": (True, "3.11", None, None),
    "a float for a number": (5.0, 1, None),
    "a number below all": (-1, 1, None),
    "a number above all": (9, 1, None),
    "a field too few": (5, 1),
    "a field too many": (5, 1, None, None),
    "a bool for a token": (5, True, None),
    "a float for a token": (5, 1.0, None),
    "a text for a token": (8, "1", 0, (), {}),
    "a list for arguments": (8, 1, 0, [], {}),
    "a bool for a call-back's number": (8, 1, False, (), {}),
    "no keywords": (8, 1, 0, (), None),
    "a list for type names": (6, 1, ["ValueError"], (), "", None, None),
    "a text for arguments": (6, 1, ("ValueError",), "text", "", None, None),
    "bytes for a text": (6, 1, ("ValueError",), (), b"", None, None),
    "a bool for a line": (6, 1, ("ValueError",), (), "", None, True),
    "a tuple for items": (7, 1, (), True, None),
    "an integer for a truth": (7, 1, [], 1, None),
    "an integer for seconds": (3, "exited", 0, 1, 1.0, 0, 0),
    "a reason that is no text": (3, 4, 0, 1.0, 1.0, 0, 0),
    "a port that is no integer": (1, "3.11", "80", None),
}


@pytest.mark.parametrize("name", IMPOSTORS)
def test_an_impostor_is_a_wire_error(name: str) -> None:
    with pytest.raises(WireError):
        unpack(encode(IMPOSTORS[name]))


def test_an_object_out_of_place_is_a_wire_error() -> None:
    data = encode((5, print, None), lambda value: Ref("x", 1))
    with pytest.raises(WireError):
        unpack(data, lambda ref: ref)
