"""Decides from a traceback whether a failing suite was handling something of the candidate's."""

from __future__ import annotations

import contextlib
import dis
from collections.abc import Iterable, Iterator
from inspect import getattr_static  # as it is before ours, which asks inside, takes its place
from itertools import chain, islice
from types import CodeType, FrameType, FunctionType, MemberDescriptorType, TracebackType
from typing import Any

from ..talk.placeholders import Placeholder
from ..talk.proxies import is_proxy

_LOADS = ("LOAD_GLOBAL", "LOAD_NAME", "LOAD_FAST", "LOAD_DEREF", "LOAD_CLASSDEREF")
_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")
_CONTAINERS = (list, tuple, set, frozenset, dict)
_MOST_ITEMS, _MOST_DEEP, _MOST_STEPS = 1000, 3, 6


def is_about_theirs(failure: BaseException | None) -> bool:
    """Whether an expression in the traceback of `failure` names an object from the candidate's file.

    A proxy can make an expression fail without any request, for example a function where a slice is expected.
    """
    trace = failure.__traceback__ if failure is not None else None
    while trace is not None:
        if any(map(_is_theirs, _named(trace))):
            return True
        trace = trace.tb_next
    return False


def _named(trace: TracebackType) -> Iterator[Any]:
    """Yields the values of names, and of attributes of these, in the expression at which `trace` stands."""
    frame = trace.tb_frame
    if _is_of_framework(frame.f_globals):
        return
    names, attributes = _names(frame.f_code, trace)
    found = {id(value): value for value in (_value(frame, name) for name in names)}
    yield from found.values()
    for _ in range(_MOST_STEPS):  # as for `self.cases()[0].limit`
        for value in list(found.values()):
            reached = list(islice(_reached(value, attributes), max(0, _MOST_ITEMS - len(found))))
            found.update((id(each), each) for each in reached)
            yield from reached
        attributes |= {name for value in found.values() for name in _used(value)}


def _reached(value: Any, attributes: set[str]) -> Iterator[Any]:
    """Yields what an object of the suite's leads to: elements, attributes, what a function uses."""
    if isinstance(value, _CONTAINERS):
        yield from _elements(value)
    elif value is not None and not _is_proxy(value):
        globals_ = getattr(_function(value), "__globals__", {})
        yield from map(globals_.get, _used(value))
        for name in attributes:
            yield _attribute(value, name)


def _used(value: Any) -> tuple[str, ...]:
    """The names that a function of the suite's uses, whose result an expression may go on with."""
    function = _function(value)
    return () if function is None else function.__code__.co_names


def _function(value: Any) -> FunctionType | None:
    if type(value) in (staticmethod, classmethod):
        value = value.__func__
    elif type(value) is property:
        value = value.fget
    return value if type(value) is FunctionType and not _is_of_framework(value.__globals__) else None


def _is_of_framework(namespace: dict[str, Any]) -> bool:
    return namespace.get("__name__", "").partition(".")[0] in ("_pytest", "pluggy", "grader")


def _names(code: CodeType, trace: TracebackType) -> tuple[set[str], set[str]]:
    """The names and the attributes on the lines of the expression at which `trace` stands."""
    first, last, *_ = list(code.co_positions())[trace.tb_lasti // 2]
    lines = range(min(first or trace.tb_lineno, trace.tb_lineno), max(last or 0, trace.tb_lineno) + 1)
    names: set[str] = set()
    attributes: set[str] = set()
    for instruction in dis.get_instructions(code):
        at = instruction.positions.lineno if instruction.positions else None
        if at not in lines:
            continue
        value = instruction.argval
        if instruction.opname.startswith(_LOADS):
            names.update(value if isinstance(value, tuple) else (value,))
        elif instruction.opname in _ATTRIBUTES:
            attributes.add(value)
    return names, attributes


def _value(frame: FrameType, name: str) -> Any:
    values = frame.f_locals
    return values[name] if name in values else frame.f_globals.get(name)


def _attribute(value: Any, name: str) -> Any:
    """An attribute of an object of the suite's, as far as it is stored; nothing is called for it."""
    found = getattr_static(value, name, None)
    with contextlib.suppress(AttributeError, TypeError):  # of a slot that is empty, or of the class itself
        return found.__get__(value) if type(found) is MemberDescriptorType else found
    return None


def _is_theirs(value: Any, deep: int = 0) -> bool:
    if _is_proxy(value):
        return True
    if isinstance(value, _CONTAINERS) and len(value) <= _MOST_ITEMS and deep < _MOST_DEEP:
        return any(_is_theirs(item, deep + 1) for item in _elements(value))
    return False


def _elements(container: Any) -> Iterable[Any]:
    return chain(container, container.values()) if isinstance(container, dict) else container


def _is_proxy(value: Any) -> bool:
    return is_proxy(value) or type(value) is Placeholder
