"""Exceptions that a candidate's code raised, as exceptions for the suite."""

from __future__ import annotations

import builtins
from typing import Any

from ...wire.messages import MAX_TEXT, Raised

# Raising these would steer the judge rather than inform the suite, or they cannot be made from a text.
_NOT_REBUILT = (StopIteration, StopAsyncIteration, BaseExceptionGroup, Warning)

BUILTIN_EXCEPTIONS: dict[str, type[Exception]] = {
    name: kind
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and issubclass(kind, Exception) and not issubclass(kind, _NOT_REBUILT)
}

_LINE = "line_of_submission"
# What the worker sends as an argument; the text is sent in place of any other.
_SCALARS = (type(None), bool, int, float, str, bytes)


class CandidateError(Exception):
    """Stands for an exception that is no built-in one, and for those that only steer an interpreter."""


def showable(raised: Raised) -> Raised:
    """Without what the worker never sends, such as an argument too deep for `repr`."""
    names = tuple(name if type(name) is str else "" for name in raised.type_names)
    scalars = all(type(argument) in _SCALARS for argument in raised.arguments)
    return raised._replace(type_names=names, arguments=raised.arguments if scalars else (raised.text,))


def rebuilt(raised: Raised) -> Exception:
    """The built-in exception of that name where there is one, else one that keeps the name.

    A class of the candidate's own becomes a class of that name below its nearest built-in base, so that
    `pytest.raises(ValueError)` accepts a subclass of `ValueError`, as it would in one process.
    """
    names = raised.type_names
    name = names[0] if names else ""
    text = raised.text[:MAX_TEXT]
    kind = BUILTIN_EXCEPTIONS.get(name)
    if kind is None:
        base = next((BUILTIN_EXCEPTIONS[held] for held in names if held in BUILTIN_EXCEPTIONS), None)
        if base is None or base is Exception:
            base = CandidateError
        kind = _named(name, base)
    exc = _made(kind, raised.arguments, text)
    # Not as a note: `pytest.raises(match=...)` would take it for a part of the text.
    vars(exc)[_LINE] = raised.line
    return exc


def line_of_submission(exc: BaseException) -> int | None:
    """Where in the candidate's file an exception that `rebuilt` made was raised."""
    line: int | None = vars(exc).get(_LINE)
    return line


def _named(name: str, base: type[Exception]) -> type[Exception]:
    safe = name if name.isascii() and name.isidentifier() else "CandidateError"
    return type(safe[:100], (base,), {"__module__": "solution"})


def _made(kind: type[Exception], arguments: tuple[Any, ...], text: str) -> Exception:
    if issubclass(kind, SyntaxError):
        arguments = (
            text,
        )  # a second one is taken apart, "abcd" too; where it is no place nothing can show it
    try:
        return kind(*arguments)
    except (TypeError, ValueError, OverflowError):  # it wants other ones, such as UnicodeDecodeError
        return CandidateError(f"{kind.__name__}: {text}")
