"""Gives the candidate's code access to objects of the suite, within limits.

Theory of operation. The sandbox has a stand-in with the special methods of the suite's class; each use of it
is a callback with the name of an operation. Names that begin with an underscore are never handed out, nor are
modules; the value of an attribute is sent as any value is. Only objects of the suite's own classes, mocks and
in-memory streams can be handed over, since nobody has examined what others would permit.
"""

from __future__ import annotations

import abc
import copy
import functools
import io
import sys
import typing
from collections.abc import Callable
from types import FunctionType, MethodType, ModuleType
from typing import Any

from ...wire import specials
from .confined import is_confined

_MOST_NAMES = 150
# Classes of the standard library's whose public names lead to nothing but what the object is for.
_HANDED_OVER = frozenset(
    "_asyncio.Future _asyncio.Task asyncio.locks.Barrier asyncio.locks.BoundedSemaphore "  # noqa: SIM905
    "asyncio.locks.Condition asyncio.locks.Event asyncio.locks.Lock asyncio.locks.Semaphore "
    "asyncio.queues.LifoQueue asyncio.queues.PriorityQueue asyncio.queues.Queue "
    "_io.BufferedRandom _io.BufferedReader _io.BufferedWriter _io.TextIOWrapper _queue.SimpleQueue "
    "_thread.RLock _thread.lock builtins.dict_items builtins.dict_keys builtins.dict_values "
    "builtins.mappingproxy builtins.object collections.abc.ItemsView collections.abc.KeysView "
    "collections.abc.ValuesView collections.ChainMap collections.UserDict collections.UserList "
    "collections.UserString contextlib._AsyncGeneratorContextManager "
    "contextlib._GeneratorContextManager contextlib.closing contextlib.nullcontext contextlib.suppress "
    "functools.KeyWrapper logging.LogRecord queue.LifoQueue queue.PriorityQueue queue.Queue "
    "random.Random re.Match tempfile._TemporaryFileWrapper threading.Event threading.Barrier "
    "threading.Semaphore unittest.mock._SentinelObject".split()
)
# Methods of theirs that lead to what runs them.
_INTERNALS = frozenset(("get_context", "get_coro", "get_loop", "get_stack", "print_stack"))
# What decorators read of whatever they are given.
_NAMES = ("__name__", "__qualname__")
_STREAMS = (io.StringIO, io.BytesIO)
# Methods of the standard library to which a text says whose attributes they shall read or set: who calls one
# reaches names with an underscore, and through them everything.
_BY_TEXT = frozenset(
    (
        "collections.UserString.format", "collections.UserString.format_map", "string.Formatter.format",
        "string.Formatter.get_field", "string.Formatter.vformat",
        "unittest.mock.NonCallableMock.attach_mock", "unittest.mock.NonCallableMock.configure_mock",
    )
)  # fmt: skip
# Bases of the suite's classes that are of the standard library.
ROOTS: tuple[Any, ...] = (object, abc.ABC, typing.Generic)
# What may be asked of an object by the name of the operation; `getattr` and the like are asked of any.
_FORWARDED = frozenset(specials.NAMES) - {"missing", "length_hint", "bytes", "complex"}
OFFERED = specials.mask(f"__{name}__" for name in _FORWARDED)


def is_of_suite(value: object) -> bool:
    """Whether `value` is an object of the suite that the candidate's code may use."""
    kind = type(value)
    if is_test_case(kind):
        return False
    if kind in _STREAMS:
        return True
    if f"{kind.__module__}.{kind.__qualname__}" in _HANDED_OVER:
        return True
    mocks = sys.modules.get("unittest.mock")
    if mocks is not None:
        _guard(mocks)
    if mocks is not None and isinstance(value, (mocks.NonCallableMock, mocks._Call)):
        return True
    return _is_defined_by_suite(kind)


def is_lent(kind: type) -> bool:
    """Whether `kind` is a class of the suite without a metaclass, a library or the candidate's code in it."""
    if type(kind) not in (type, abc.ABCMeta) or is_test_case(kind) or not _is_defined_by_suite(kind):
        return False
    return all(base in ROOTS or _is_defined_by_suite(base) for base in kind.__mro__)


def _is_defined_by_suite(kind: type) -> bool:
    module = sys.modules.get(kind.__module__)
    return bool(getattr(module, "_grade_suite", False))


def _guard(mocks: Any) -> None:
    """Lets no mock that the candidate's code makes set a name with an underscore, such as `__eq__`."""
    original = mocks.NonCallableMock.configure_mock
    if hasattr(original, "_grade_original"):
        return

    @functools.wraps(original)
    def configure_mock(self: Any, /, **given: Any) -> None:
        for text in given if is_confined() else ():
            if any(name.startswith("_") for name in text.split(".")):
                raise AttributeError(text)
        original(self, **given)

    configure_mock._grade_original = original  # type: ignore[attr-defined]
    mocks.NonCallableMock.configure_mock = configure_mock


def is_test_case(kind: type) -> bool:
    """Whether `kind` is a class of unittest's tests: who has an object of it can say what counts as equal."""
    cases = getattr(sys.modules.get("unittest.case"), "TestCase", None)
    return cases is not None and issubclass(kind, cases)


def is_named_tuple(kind: type) -> bool:
    """Whether instances of `kind` are named tuples, whose elements have names in the sandbox too."""
    if not issubclass(kind, tuple) or kind is tuple or hasattr(kind, "_grade_ref"):
        return False
    fields = getattr(kind, "_fields", None)
    if type(fields) is not tuple or len(kind.__name__) + sum(map(len, map(str, fields))) > _MOST_NAMES:
        return False
    return all(type(name) is str and name.isidentifier() and name[0] != "_" for name in fields)


def special_methods(value: object) -> int:
    """The special methods of a suite's object that the sandbox offers, as bits from `specials`."""
    own: set[str] = set()
    for base in type(value).__mro__[:-1]:
        own.update(vars(base))
    return specials.mask(own) & OFFERED


class SuiteObject:
    """Performs operations on an object of the suite for the candidate's code."""

    def __init__(self, value: Any, begin: Callable[[Any], Any]) -> None:
        """`begin` begins to await it, if that is possible."""
        self._value = value
        self._begin = begin

    def __call__(self, operation: str, /, *arguments: Any, **keywords: Any) -> Any:
        """Performs `operation`, which the candidate's code names, on the object."""
        if operation in ("getattr", "setattr", "delattr", "stored"):
            return self._attribute(operation, *arguments)
        if operation == "await":
            return self._begin(self._value)
        if operation == "names":
            return self._stored_names()
        if operation in ("copy", "deepcopy") and is_lent(type(self._value)):
            return getattr(copy, operation)(self._value)
        if operation not in _FORWARDED:
            raise TypeError("no such operation")
        return self._method(f"__{operation}__")(*arguments, **keywords)

    def _method(self, name: str) -> Any:
        """The object's special method, bound as the interpreter does it; a mock's takes no `self`."""
        kind = type(self._value)
        for base in kind.__mro__:
            if name in vars(base):
                found = vars(base)[name]
                bind = getattr(type(found), "__get__", None)
                return found if bind is None else bind(found, self._value, kind)
        raise TypeError("no such operation")

    def _stored_names(self) -> tuple[str, ...]:
        """The names of what the object stores, for `vars`; only those that are public have values inside.

        Without the others a loop over all would look like one that leaves them out.
        """
        mocks = sys.modules.get("unittest.mock")
        if isinstance(self._value, BaseException):
            return ()
        records = mocks is not None and isinstance(self._value, mocks.NonCallableMock)
        return tuple(
            name
            for name, value in vars(self._value).items()
            if type(name) is str and (name[:1] == "_" or not (records or isinstance(value, ModuleType)))
        )

    def _attribute(self, operation: str, name: Any, *value: Any) -> Any:
        if type(name) is not str or name.startswith("_"):
            if operation == "getattr" and type(name) is str and name in _NAMES:
                return _text(getattr(self._value, name))
            raise AttributeError(name)
        if name in _INTERNALS and any(base.__module__ == "_asyncio" for base in type(self._value).__mro__):
            raise AttributeError(name)
        if name == "obj" and isinstance(self._value, AttributeError):  # perhaps what nobody gave to the code
            raise AttributeError(name)
        if operation != "getattr" and isinstance(self._value, BaseException):
            raise AttributeError(name)  # what shows it may trust what it stores
        if operation in ("getattr", "stored"):
            found = getattr(self._value, name) if operation == "getattr" else vars(self._value)[name]
            if isinstance(found, ModuleType) or looks_up_by_text(found):
                raise AttributeError(name)
            return found
        (setattr if operation == "setattr" else delattr)(self._value, name, *value)
        return None


def _text(found: object) -> str:
    if type(found) is not str:
        raise AttributeError
    return found


def looks_up_by_text(found: object) -> bool:
    """Whether `found` is a method that reads or sets the attributes that a text names."""
    if type(found) is not MethodType or type(function := found.__func__) is not FunctionType:
        return False
    return f"{function.__module__}.{function.__qualname__}" in _BY_TEXT
