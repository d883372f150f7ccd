"""Promises for what the sandbox says of its objects: classes, proxies, exceptions, what changed."""

from __future__ import annotations

import contextlib
import traceback
from collections.abc import Iterator
from typing import Any

from grader.judge.talk.exceptions import BASES_OF_EXCEPTIONS, own_of, rebuilt, showable
from grader.judge.talk.hashes import Hashes
from grader.judge.talk.imported import Imported
from grader.judge.talk.proxies import is_proxy, shown
from grader.judge.talk.stand_ins import StandIns
from grader.wire.frames import WireError
from grader.wire.in_step import InStep
from grader.wire.messages import Changed, Described, Items, Raised, Returned, unpack
from grader.wire.plain import MUTABLE
from grader.wire.values import IN_STEP, decode

_MOST_CALLS = 10
_MOST_WALKED = 5_000_000


class Silent:
    """A conversation with a sandbox that says nothing: whoever asks it anything has broken a promise."""

    live = True
    unpacking = True

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Nothing may be asked for while a message is read."""
        raise AssertionError(f"reading a message asked for {verb}")

    def __init__(self) -> None:
        self.hashes = Hashes(lambda things: {})

    def names_class(self, kind: type) -> bool:
        """All are, so that as much is permitted as can be."""
        return True

    names_class_or_object = names_class

    def fail(self, message: str) -> BaseException:
        """As an error: a message is refused with a `WireError`."""
        return AssertionError(message)

    refuse = fail

    def next_items(self, iterator: Any, count: int) -> Any:
        """As `ask`."""
        raise AssertionError("reading a message iterated")


def in_step(data: bytes) -> None:
    """What the sandbox says that it changed is done to just those containers, or refused."""
    step = InStep()
    ours: tuple[Any, ...] = ([1, [2]], {"a": [3]}, {4, (5,)}, bytearray(b"six"), [])
    step.note(ours, sent=False)
    kinds = [type(step.at(place ^ 1)) for place in step.places.values()]

    def resolve(ref: Any) -> Any:
        if getattr(ref, "kind", "") != IN_STEP:
            raise WireError("nothing else")
        return step.at(ref.number)

    with contextlib.suppress(WireError):
        for part in _parts(data):
            changes = decode(part, resolve)
            if type(changes) is not list:
                raise WireError("as `unpack` has it")
            step.apply(changes)
            assert step.changes() == [], "what was told just now is told back"
            step.trim()
            assert all(type(step.at(place ^ 1)) in MUTABLE for place in step.places.values())
    assert [type(one) for one in ours] == [list, dict, set, bytearray, list]
    assert kinds == [list, list, dict, list, set, bytearray, list]


def objects(data: bytes) -> None:
    """Messages about objects give values, proxies and exceptions that ask nothing yet, or are refused."""
    stand_ins = StandIns(Silent(), _MOST_CALLS, Imported())
    stand_ins.functions.number_of(len)
    stand_ins.in_step.note(([1], {"a": 1}), sent=False)
    with contextlib.suppress(WireError):
        for part in _parts(data):
            message = unpack(part, stand_ins.incoming)
            if type(message) is Described:
                stand_ins.describe(message.classes)
            elif type(message) is Changed:
                stand_ins.in_step.apply(message.changes)
            elif type(message) is Raised:
                _raise(showable(message))
            elif type(message) in (Returned, Items):
                value: Any = tuple.__getitem__(message, 1)
                if is_proxy(value):
                    assert type(shown(value)) is str and len(shown(value)) < 1000
                stand_ins.in_step.note((value,), sent=False)


def _raise(raised: Raised) -> None:
    exc = rebuilt(raised, own_of(raised))
    assert isinstance(exc, (Exception, SystemExit)) or type(exc).__bases__[0] in BASES_OF_EXCEPTIONS.values()
    told = "".join(traceback.format_exception(exc))
    assert len(told) < _MOST_WALKED
    str(exc)  # what `repr` makes of it is asked for, where a suite calls it


def _parts(data: bytes) -> Iterator[bytes]:
    """What `data` is, cut where it says: two bytes of length before each part."""
    while data:
        length = int.from_bytes(data[:2], "big")
        yield data[2 : 2 + length]
        data = data[2 + length :]
