"""Describes the classes of the candidate's objects to the judge: bases and names of special methods.

Everything is read with the descriptors of `type`, so that nothing that a class or metaclass defines is
called.
"""

from __future__ import annotations

import _collections_abc
import builtins
import enum
import sys
from _collections_abc import __all__ as _abstract_names

from grader.wire import specials
from grader.wire.messages import ClassKind
from grader.wire.plain import BASES, MUTABLE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_MOST_NAME = 100
_HEAP = 1 << 9  # Py_TPFLAGS_HEAPTYPE: made by Python code, or by a library that could as well be
_IMMUTABLE = 1 << 8  # Py_TPFLAGS_IMMUTABLETYPE
# Bases that the judge has itself.
_SHARED: dict[int, str] = {
    id(kind): name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and (kind in BASES or issubclass(kind, BaseException)) and name == kind.__name__
}
# What the judge finds by its name.
BUILT_IN_CLASSES: dict[int, str] = {
    id(kind): name
    for name, kind in vars(builtins).items()
    if isinstance(kind, type) and name == kind.__name__
}
BUILT_IN_CLASSES[id(type(None))] = "NoneType"  # which annotations mention, though no name is for it
_MUTABLE = frozenset(map(id, MUTABLE))
INHERITED: dict[int, str] = {id(method): name for name, method in specials.INHERITED.items()}
ABSTRACT: dict[int, str] = {id(vars(_collections_abc)[name]): name for name in _abstract_names}


def bases(kind: type) -> tuple[type, ...]:
    """The method resolution order of a class."""
    found: tuple[type, ...] = type.__dict__["__mro__"].__get__(kind)
    return found


def namespace(kind: type) -> Any:
    """The `__dict__` of a class."""
    return type.__dict__["__dict__"].__get__(kind)


def is_below(kind: type, base: type) -> bool:
    """Whether `base` is `kind` or one of its bases, by identity, since a metaclass can fake equality."""
    for each in bases(kind):  # noqa: SIM110 - a generator shows
        if each is base:
            return True
    return False


def is_class(value: Any) -> bool:
    """Whether `value` really is a class, whatever it claims."""
    return is_below(type(value), type)


def reads_elsewhere(kind: type) -> bool:
    """Whether what `kind` shows is not in the built-in list, dict or set that it is as well.

    So it is with a class below `UserList` and `list`: its items are in an attribute, and its list is empty.
    """
    with_length: list[type] = []
    for base in bases(kind):
        if id(base) in _MUTABLE:
            for one in with_length:  # noqa: SIM110 - a generator shows
                if not is_below(one, base):
                    return True
            return False
        if "__len__" in namespace(base):
            with_length.append(base)
    return False


def class_name(kind: type) -> str:
    """The real name of a class, shortened if too long."""
    return str.__getitem__(type.__dict__["__name__"].__get__(kind), slice(_MOST_NAME))


def is_row(kind: type) -> bool:
    """Whether `kind` is that of SQLAlchemy's rows, which equal tuples and are none."""
    return class_name(kind) == "Row" and namespace(kind).get("__module__") == "sqlalchemy.engine.row"


class Classes:
    """The classes of one test that the judge knows, and those still to be described."""

    def __init__(self, number_of: Callable[[Any], int], suites: dict[int, int]) -> None:
        """`suites` maps the identity of each stand-in for an exception class of the suite to its number."""
        self._number_of = number_of
        self._suites = suites
        self._told: set[int] = set()  # numbers
        self.untold: list[tuple[Any, ...]] = []

    def number(self, kind: type) -> int:
        """The number of a class, which will be described to the judge before it is used."""
        number = self._number_of(kind)
        if number not in self._told:
            self._told.add(number)
            self.untold.append(self._described(kind, number))
        return number

    def _described(self, kind: type, number: int) -> tuple[Any, ...]:
        if is_below(kind, BaseException) and id(kind) in _SHARED:
            return (number, class_name(kind), (_SHARED[id(kind)],), 0, ClassKind.BUILT_IN, 0)
        if not _made_by_code(kind):
            own = specials.mask([name for base in bases(kind)[:-1] for name in namespace(base)])
            return (number, class_name(kind), (), own & ~specials.UNHASHABLE, ClassKind.BUILT_IN, 0)
        if is_row(kind):
            return (number, class_name(kind), ("tuple",), 0, ClassKind.OWN, 0)
        word = ClassKind.OWN
        if id(kind) in ABSTRACT:
            word = ClassKind.ABSTRACT
        elif is_below(kind, enum.Enum):
            word = ClassKind.ENUM
        below: list[int | str] = []
        for base in type.__dict__["__bases__"].__get__(kind):
            if base is not object:
                shared = _SHARED.get(id(base))
                below.append(shared if shared is not None else self.number(base))
        if id(kind) in self._suites:
            below = [-1 - self._suites[id(kind)]]
        elif name := _name_of_exception(kind):
            below = [name, *below]
        meta = type(kind) if word == ClassKind.OWN else type
        of = self.number(meta) if _is_candidates(meta) else 0
        return (number, class_name(kind), tuple(below), _own_specials(kind), word, of)


def _is_candidates(meta: type) -> bool:
    """Whether a metaclass is not from the standard library, or claims not to be."""
    if meta is type or not _made_by_code(meta):
        return False
    module = namespace(meta).get("__module__")
    return type(module) is not str or module.partition(".")[0] not in sys.stdlib_module_names


def _name_of_exception(kind: type) -> str:
    """The full name of an exception class, such as `queue.Empty`, if it is found by that; else empty."""
    if not is_below(kind, BaseException):
        return ""
    module = namespace(kind).get("__module__")
    if type(module) is not str or module not in sys.modules:
        return ""
    names = getattr(sys.modules[module], "__dict__", None)
    if type(names) is not dict or names.get(class_name(kind)) is not kind:
        return ""
    return f"{module}.{class_name(kind)}"


def _own_specials(kind: type) -> int:
    own = namespace(kind)
    found = specials.mask([name for name in own if type(name) is str])
    if "__hash__" in own and own["__hash__"] is None:
        found = found & ~specials.BITS["__hash__"] | specials.UNHASHABLE
    return found


def _made_by_code(kind: type) -> bool:
    flags: int = type.__dict__["__flags__"].__get__(kind)
    return bool(flags & _HEAP) and not flags & _IMMUTABLE
