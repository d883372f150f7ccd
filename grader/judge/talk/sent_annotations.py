"""Sends the annotations of a suite's class that is made inside, for what reads its fields from them."""

from __future__ import annotations

import types
import typing
from collections.abc import Callable
from typing import Any

# Makes an object inside, by an expression and the names in it.
Make = Callable[..., Any]

_SUBSCRIBED = "origin[args]"
_FORM = "getattr(__import__('typing'), name)[args]"
_EITHER = "__import__('functools').reduce(__import__('operator').or_, args)"


def noted_in_body(make: Make, namespace: dict[str, Any]) -> dict[str, Any]:
    """What to send for the annotations in the namespace of a class body; empty if there are none."""
    annotate = namespace.get("__annotate_func__", namespace.get("__annotate__"))  # from CPython 3.14 on
    found = namespace.get("__annotations__", {}) if annotate is None else annotate(1)
    return {name: _sendable(make, value) for name, value in found.items()}


def _sendable(make: Make, value: Any) -> Any:
    """A value that can be sent: the parts of `list[int]` and the like are put together again inside."""
    if value is type(None):
        return None
    if type(value) is list:  # the parameters of a `Callable`
        return [_sendable(make, part) for part in value]
    origin, args = typing.get_origin(value), typing.get_args(value)
    if origin is not None and (args or issubclass(type(value), types.GenericAlias)):
        args = tuple(_sendable(make, part) for part in args)
        if origin is types.UnionType and str not in map(type, args):
            return make(_EITHER, args=args)
        args = args[0] if len(args) == 1 else args
        if name := _name_of_form(value, origin):
            return make(_FORM, name=name, args=args)
        return make(_SUBSCRIBED, origin=origin, args=args)
    if type(value).__module__ in ("typing", "annotationlib") and not isinstance(value, type):
        # A text, as all of them are with `from __future__ import annotations`.
        return getattr(value, "__forward_arg__", None) or str(value)
    return value


def _name_of_form(value: Any, origin: Any) -> str:
    """The name in `typing` of what is subscripted in `value`; empty for a class, as in `list[int]`."""
    if origin in (typing.Union, types.UnionType):
        return "Union"
    if issubclass(type(value), types.GenericAlias):
        return ""
    own = origin if value.__module__ != "typing" or not hasattr(value, "_name") else value
    name = str(getattr(own, "_name", None) or getattr(origin, "__name__", ""))
    return name if hasattr(typing, name) else ""
