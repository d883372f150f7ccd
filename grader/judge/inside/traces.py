"""Decides from a traceback whether a failing suite was handling something of the candidate's."""

from __future__ import annotations

import dis
from types import CodeType, FrameType, TracebackType
from typing import Any

from ..talk.placeholders import Placeholder
from ..talk.proxies import is_proxy

_LOADS = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FAST", "LOAD_DEREF", "LOAD_CLASSDEREF")
_MOST_ITEMS = 1000


def is_about_theirs(failure: BaseException | None) -> bool:
    """Whether a line in the traceback of `failure` names an object from the candidate's file.

    A proxy can make an expression fail without any request, for example a function where a slice is expected.
    """
    trace = failure.__traceback__ if failure is not None else None
    while trace is not None:
        if any(map(_is_theirs, _named(trace))):
            return True
        trace = trace.tb_next
    return False


def _named(trace: TracebackType) -> list[Any]:
    """The values of the names on the source line at which `trace` stands."""
    frame = trace.tb_frame
    if frame.f_globals.get("__name__", "").partition(".")[0] in ("_pytest", "pluggy", "grader"):
        return []
    return [_value(frame, name) for name in _names(frame.f_code, trace.tb_lineno)]


def _names(code: CodeType, line: int) -> set[str]:
    found: set[str] = set()
    for instruction in dis.get_instructions(code):
        at = instruction.positions.lineno if instruction.positions else None
        if at == line and instruction.opname.startswith(_LOADS):
            value = instruction.argval
            found.update(value if isinstance(value, tuple) else (value,))
    return found


def _value(frame: FrameType, name: str) -> Any:
    values = frame.f_locals
    return values[name] if name in values else frame.f_globals.get(name)


def _is_theirs(value: Any) -> bool:
    if is_proxy(value) or type(value) is Placeholder:
        return True
    if type(value) in (list, tuple, set, frozenset, dict) and len(value) <= _MOST_ITEMS:
        items = [*value, *value.values()] if type(value) is dict else value
        return any(is_proxy(item) or type(item) is Placeholder for item in items)
    return False
