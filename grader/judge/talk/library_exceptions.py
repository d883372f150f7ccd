"""Exception classes of libraries, which judge and sandbox both have: found by their names on either side.

So a suite catches `sqlite3.IntegrityError` where the candidate's code raises it, and a fake that raises
`requests.ConnectionError` is caught inside. Which libraries these are is for the judge to say: an exception
of pytest's or of unittest's would skip a test, or end the run.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Mapping
from typing import Any

from ...wire.arguments import SCALARS
from .of_libraries import is_of_library
from .suite_objects import is_of_suite

# What shows these reads places from them, or trusts numbers that they store.
_NONE_OF_THESE = (
    BaseExceptionGroup, SyntaxError, UnicodeDecodeError, UnicodeEncodeError, UnicodeTranslateError
)  # fmt: skip
# Methods by which a class would take part in how its proxies are made and end.
_UNSAFE = frozenset(("__del__", "__init_subclass__", "__new__", "__setattr__", "__slots__"))
_RENAMED = {"re.PatternError": "re.error"}  # its name since Python 3.13
_MOST_DEPTH = 5
_STEERING = ("builtins", "unittest", "doctest", "bdb")


def found(name: str, folder: str) -> type[BaseException] | None:
    """The class called `name`, such as `queue.Empty`, if a suite has imported it; else None.

    `folder` holds the exercise's libraries; it is empty if there are none.
    """
    module, _, attribute = _RENAMED.get(name, name).rpartition(".")
    kind: Any = _names(module).get(attribute)
    return kind if is_shared(kind, folder) else None


def is_shared(kind: Any, folder: str) -> bool:
    """Whether `kind` is an exception class of the standard library or of one in `folder`, and a usual one."""
    if type(kind) is not type or not issubclass(kind, BaseException) or issubclass(kind, _NONE_OF_THESE):
        return False
    is_there = _names(kind.__module__).get(kind.__qualname__) is kind
    own = [vars(base) for base in kind.__mro__ if vars(builtins).get(base.__name__) is not base]
    usual = all(_UNSAFE.isdisjoint(names) for names in own)
    steers = kind.__module__.partition(".")[0] in _STEERING
    return is_there and usual and not steers and is_of_library(kind.__module__, folder)


def place_of(kind: type[BaseException]) -> str:
    """The module and the name by which the sandbox finds a shared class, such as `queue:Empty`."""
    return f"{kind.__module__}:{kind.__qualname__}"


def state_of(exc: BaseException) -> dict[str, Any]:
    """Those attributes of an exception that can be sent: values, and objects of the suite."""
    state: dict[str, Any] = BaseException.__dict__["__dict__"].__get__(exc)
    return {name: value for name, value in state.items() if name[:1] != "_" and _can_be_sent(value)}


def _can_be_sent(value: Any, depth: int = 0) -> bool:
    if type(value) in (list, tuple, set, dict):
        inner = (*value, *value.values()) if type(value) is dict else value
        return depth < _MOST_DEPTH and all(_can_be_sent(item, depth + 1) for item in inner)
    return type(value) in SCALARS or is_of_suite(value)


def _names(module: Any) -> Mapping[str, Any]:
    return getattr(sys.modules.get(module), "__dict__", {})
