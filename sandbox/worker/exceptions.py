"""Exceptions as data: described for the judge, and rebuilt from what it sends."""

from __future__ import annotations

import builtins

from grader.wire.bounds import MAX_INT_BITS
from grader.wire.messages import MAX_TEXT, Raised

from .objects import Missing

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SOLUTION_FILE = "solution.py"
_BUILTINS = dict(vars(builtins))
_MAX_ARGUMENTS = 8
_MAX_BASES = 12
_SYNTAX_ERRORS = (SyntaxError, IndentationError, TabError)
_SCALARS = (type(None), bool, int, float, str, bytes)


def describe(token: int, exc: BaseException) -> Raised:
    """An exception as the judge is told of it; nothing in here can fail, whatever its class does."""
    bases = type.__dict__["__mro__"].__get__(type(exc))
    names = tuple(map(_class_name, bases[:_MAX_BASES]))
    text = _text(exc)
    return Raised(
        token,
        type_names=names,
        arguments=_arguments(exc, text),
        text=text,
        missing=text if type(exc) is Missing else None,
        line=_line(exc),
    )


def rebuild(raised: Raised) -> BaseException:
    """Makes the exception that a function of the suite raised in the judge."""
    for name in raised.type_names:
        kind = _BUILTINS.get(name)
        if isinstance(kind, type) and issubclass(kind, BaseException):
            try:
                return kind(*raised.arguments)
            except TypeError:
                continue
    return RuntimeError(raised.text)


def _class_name(kind: type) -> str:
    return str.__getitem__(type.__dict__["__name__"].__get__(kind), slice(100))


def _text(exc: BaseException) -> str:
    try:
        text = str(exc)
        return str.__str__(text)[:MAX_TEXT]
    except BaseException:  # noqa: BLE001 - the candidate's own `__str__`
        return ""


def _arguments(exc: BaseException, text: str) -> tuple[Any, ...]:
    arguments = BaseException.__dict__["args"].__get__(exc)
    if type(arguments) is tuple and len(arguments) <= _MAX_ARGUMENTS:
        for argument in arguments:
            kind = type(argument)
            if kind not in _SCALARS:
                break
            if kind in (str, bytes) and len(argument) > MAX_TEXT:
                break
            if kind is int and argument.bit_length() > MAX_INT_BITS:
                break
        else:
            return arguments
    return (text,)


def _line(exc: BaseException) -> int | None:
    """The last line of the candidate's file that the exception passed through."""
    line = None
    if type(exc) in _SYNTAX_ERRORS and exc.filename == SOLUTION_FILE:  # type: ignore[attr-defined]
        line = exc.lineno  # type: ignore[attr-defined]
    traceback = BaseException.__dict__["__traceback__"].__get__(exc)
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == SOLUTION_FILE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line if type(line) is int else None
