"""Explains a failed check, in bounded time, whatever the candidate's values are."""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from _pytest.assertion import util  # where pytest itself puts, for each test, what explains a comparison

from ..talk.exceptions import is_rebuilt, place_of_submission, told_text
from ..talk.proxies import is_proxy

_MESSAGE_CHARACTERS = 1500
_MESSAGE_LINES = 12
# What is looked at to find those lines.
_READ_CHARACTERS = 64 << 10
# Comparing texts takes up to the third power of their lines, and showing what two dicts differ in some
# microseconds a part: these take a second at most, and of anything larger no message had room.
_TEXT_CHARACTERS, _TEXT_LINES, _PARTS = 20_000, 200, 20_000
_ADVICE = re.compile(r", use '?-v+'? to show")
# Of these pytest tells the first difference only, and is quick at that.
_IN_ORDER = (list, tuple, bytes)
# How the candidate's arrays and tables are called in a text, which are no copies here.
_TABLE = re.compile(
    r"<(?:class 'solution\.|the candidate's )(DataFrame|Series|ndarray|\w*Index|\w*Array)(?:'>|>)"
)
# Where one of these is set, pytest explains at full length, and compares what is in order line by line.
_SAYS_EVERYTHING = ("CI", "BUILD_NUMBER")


def explained(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    """The text of a failure, and the line of the submission that raised it."""
    exc = excinfo.value
    try:
        if isinstance(exc, AssertionError):
            text = str(exc) or "AssertionError"
        else:
            text = _line(exc) if is_rebuilt(exc) else excinfo.exconly()
        place = place_of_submission(exc)
    except Exception:  # noqa: BLE001 - an exception of the suite's that shows the candidate's values
        return f"{type(exc).__name__}, of which the text cannot be shown"
    where = [f"raised in {place}"] if place else []
    return "\n".join([text, *_staying(text), *where])


def beside(call: str, message: str) -> str:
    """Joins the last call and the reason of the failure; if the call raised that failure, says it once."""
    told, found, _ = message.rpartition("\nraised in ")
    return call if found and f" raised {told}" in call else f"{call}\n{message}"


def with_difference(message: str, difference: str) -> str:
    """Joins a failure's text and the difference between printed and expected output, if there is one."""
    if not difference:
        return message
    # That a comparison gave False says nothing beside it.
    return difference if message.startswith("assert False") else f"{message}\n{difference}"


def cut(text: str) -> str:
    """Keeps the first lines of a failure's text that mean something to a candidate."""
    # pytest's advice on its own options is none for a candidate.
    lines = [line for line in text[:_READ_CHARACTERS].splitlines() if line.strip()]
    # Its derivation of each value repeats the call that is told anyway, at length.
    lines = [
        _ADVICE.sub("", line)
        for line in lines
        if "Use -v to get" not in line and not re.match(r" +\+ +(where|and) ", line)
    ]
    return "\n".join(lines[:_MESSAGE_LINES])[:_MESSAGE_CHARACTERS]


@contextlib.contextmanager
def brief_comparisons() -> Iterator[None]:
    """Stops pytest, during the block, from explaining comparisons of values that are too large."""
    explain: Callable[[str, Any, Any], str | None] | None = util._reprcompare

    def explain_if_brief(operator: str, left: Any, right: Any) -> str | None:
        assert explain is not None
        in_order = type(left) is type(right) and type(left) in _IN_ORDER
        brief = in_order or (_is_brief(left) and _is_brief(right))
        if is_proxy(left) or is_proxy(right):  # pytest would ask the proxy what only a suite may ask
            return None
        with _without(_SAYS_EVERYTHING):
            return explain(operator, left, right) if brief else None

    util._reprcompare = explain_if_brief if explain is not None else None
    try:
        yield
    finally:
        util._reprcompare = explain


def _staying(text: str) -> list[str]:
    """The line that says why an array or a table in a failure's text is no copy of the candidate's."""
    found = _TABLE.search(text[:_READ_CHARACTERS]) if "numpy" in sys.modules else None
    if found is None:
        return []
    kinds = "such as one with a MultiIndex, with periods or with objects that are not plain"
    return [f"this {found[1]} stays with the candidate's code: of a kind that is not sent, {kinds}"]


@contextlib.contextmanager
def _without(names: tuple[str, ...]) -> Iterator[None]:
    """Hides environment variables during the block without unsetting them, which would reach the sandbox."""
    usual = os.environ
    shown = {name: usual[name] for name in usual if name not in names}
    os.environ = shown  # type: ignore[assignment] # noqa: B003 - what is really set stays
    try:
        yield
    finally:
        os.environ = usual  # noqa: B003


def _line(exc: BaseException) -> str:
    """An exception's type and text on one line, without `traceback`, which would search for similar names."""
    name = type(exc).__qualname__  # without its module, which is the candidate's only file or a built-in one
    text = told_text(exc) or str(exc)
    return f"{name}: {text}" if text else name


def _is_brief(value: object) -> bool:
    if type(value) is str:
        return len(value) <= _TEXT_CHARACTERS and len(value.splitlines()) <= _TEXT_LINES
    todo, parts = [value], 0
    while todo:
        part = todo.pop()
        kind = type(part)
        parts += 1
        if kind in (str, bytes, bytearray):
            parts += len(part) // 100  # type: ignore[arg-type]
        elif kind in (list, tuple, set, frozenset, dict):
            parts += len(part)  # type: ignore[arg-type]
            if parts <= _PARTS:
                todo += part  # type: ignore[arg-type]
                todo += part.values() if kind is dict else ()  # type: ignore[attr-defined]
        if parts > _PARTS:
            return False
    return True
