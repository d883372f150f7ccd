"""Classes here for built-in ones that the candidate's code names, and has a function of the suite's call.

A function that calls what it is given, as a pool in place of a real one does, would make a class of `type`
whose `==` is the candidate's, and an exception of `UnicodeDecodeError` whose text is memory of the judge.
"""

from __future__ import annotations

from typing import Any

from .exceptions import UNICODE_ERRORS, is_unicode_error


class _Careful(type):
    """The metaclass of classes that stand for a built-in one, to which they are equal."""

    def __instancecheck__(cls, it: object) -> bool:
        return isinstance(it, _built_in(cls))

    def __subclasscheck__(cls, below: type) -> bool:
        return issubclass(below, _built_in(cls))

    def __eq__(cls, other: object) -> bool:
        return other is cls or other is _built_in(cls)

    def __hash__(cls) -> int:
        return hash(_built_in(cls))


def _built_in(kind: _Careful) -> type:
    found: type = type.__getattribute__(kind, "__base__")
    return found


def _exception(kind: type[BaseException]) -> type:
    def __init__(self: Any, *arguments: Any) -> None:
        if not is_unicode_error(kind, arguments):
            raise TypeError(f"not the arguments of a {kind.__name__}")
        kind.__init__(self, *arguments)

    return _Careful(kind.__name__, (kind,), {"__module__": "builtins", "__init__": __init__})


def _class_of(cls: type, *arguments: Any) -> type:
    """What `type` gives for a single argument, but nothing that makes classes."""
    if len(arguments) != 1:
        raise TypeError("no class is made of what the candidate's code says")
    found: type = unless_it_makes_classes(type(arguments[0]))
    return found


CAREFUL: dict[str, type] = {kind.__name__: _exception(kind) for kind in UNICODE_ERRORS}
CAREFUL["type"] = _Careful("type", (type,), {"__module__": "builtins", "__new__": _class_of})


def unless_it_makes_classes(value: Any) -> Any:
    """The object `value`, or what stands for `type` if it is a metaclass."""
    is_class = issubclass(type(value), type)  # by `isinstance` a mock may be one too
    return CAREFUL["type"] if is_class and issubclass(value, type) else value
