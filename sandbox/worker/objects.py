"""The table of objects that stay in the sandbox, and that the judge knows by number only."""

from __future__ import annotations

import builtins
import enum
import types

from grader.wire.messages import RefKind
from grader.wire.values import Ref, plain_base

from . import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    CallBack = Callable[[tuple[Any, ...]], tuple[bool, Any]]

# The built-ins as they were before the candidate's file could change them.
_BUILTINS = dict(vars(builtins))
# Flags of a code object, as in `inspect`, whose import is too long to wait for.
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200
# By the identity of the type: `isinstance`, `==` and `hash` a class can answer for itself.
_KINDS: dict[int, str] = {
    id(types.GeneratorType): "generator",
    id(types.CoroutineType): "coroutine",
    id(types.AsyncGeneratorType): "async generator",
    id(types.BuiltinFunctionType): "function",
    id(types.MethodType): "method",
    id(types.ModuleType): "module",
}


class Objects:
    """Gives objects numbers, and finds the objects that the judge's references mean."""

    def __init__(self, call_back: CallBack) -> None:
        self._call_back = call_back
        self._objects: list[Any] = []
        self._numbers: dict[int, int] = {}  # id -> number; the list keeps the ids taken
        self.module: types.ModuleType | None = None
        self.symbols = 0  # how many were in what came since this was last set

    def handle(self, value: Any) -> Ref:
        """A reference to `value`, the same one each time."""
        number = self._numbers.get(id(value))
        if number is None:
            number = self._numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return tuple.__new__(Ref, (kind_of(value), number, _name_of(value)))

    def refer(self, value: Any) -> Any:
        """A stand-in to send for `value`: its plain base value if it has one, else a reference."""
        if not _is_enum_member(value):
            plain = plain_base(value)
            if plain is not None:
                return plain
        return self.handle(value)

    def resolve(self, ref: Ref) -> Any:
        """The object that a reference from the judge means."""
        fields: Any = tuple.__iter__(ref)
        kind, number, name = fields
        if kind == RefKind.INSIDE:
            return self._objects[number]
        if kind == RefKind.SYMBOL:
            self.symbols += 1
            symbol = Symbol()
            symbol.path = name
            return symbol
        if kind == RefKind.CALLBACK:
            return visible.stand_in(self._call_back, number, name or "function")
        if kind == RefKind.STREAM:
            return visible.SuiteIterator(visible.stand_in(self._call_back, number, "pull"))
        return _BUILTINS[name]

    def look_up(self, symbol: Symbol) -> Any:
        """The object that a dotted name in the candidate's module means now.

        Raises:
            Missing: the module does not define its first part.
        """
        first, *rest = symbol.path.split(".")
        try:
            value = getattr(self.module, first)
        except AttributeError:
            raise Missing(first) from None
        for name in rest:
            value = getattr(value, name)
        return value

    def looked_up(self, value: Any) -> Any:
        """A copy of `value` with the symbols in it looked up, at any depth of plain containers."""
        if type(value) is Symbol:
            return self.look_up(value)
        if not _holds_symbol(value):
            return value
        kind = type(value)
        if kind is dict:
            return dict(zip(map(self.looked_up, value), map(self.looked_up, value.values()), strict=True))
        return kind(map(self.looked_up, value))


class Missing(AttributeError):
    """The candidate's module does not define a name that the suite uses."""


class Symbol:
    """A dotted name that is looked up when it is needed: the file may not be loaded yet."""

    # No methods, which would lead to this module: one may be alive while the candidate's code runs.
    __slots__ = ("path",)

    path: str


def _holds_symbol(value: Any) -> bool:
    todo, seen = [value], set()
    while todo:
        item = todo.pop()
        kind = type(item)
        if kind is Symbol:
            return True
        if kind in (list, tuple, set, frozenset, dict) and id(item) not in seen:
            seen.add(id(item))
            todo.extend(item)
            if kind is dict:
                todo.extend(item.values())
    return False


def _bases(kind: type) -> tuple[type, ...]:
    bases: tuple[type, ...] = type.__dict__["__mro__"].__get__(kind)
    return bases


def _namespace(kind: type) -> Any:
    return type.__dict__["__dict__"].__get__(kind)


def _is_below(kind: type, base: type) -> bool:
    """Whether `base` is `kind` or one of its bases: by identity, for a metaclass can claim to equal all."""
    for each in _bases(kind):  # noqa: SIM110 - a generator shows
        if each is base:
            return True
    return False


def is_class(value: Any) -> bool:
    """Whether `value` is a class, whatever it says of itself."""
    return _is_below(type(value), type)


def _is_enum_member(value: Any) -> bool:
    return _is_below(type(value), enum.Enum)


def kind_of(value: Any) -> str:
    """A short word for what `value` is, found without calling any of its methods."""
    kind = type(value)
    word = _KINDS.get(id(kind))
    if word is not None:
        return word
    if kind is types.FunctionType:
        flags = value.__code__.co_flags
        if flags & _COROUTINE:
            return "coroutine function"
        if flags & _ASYNC_GENERATOR:
            return "async generator function"
        return "generator function" if flags & _GENERATOR else "function"
    if is_class(value):
        return "enum class" if _is_below(value, enum.Enum) else "class"
    if _is_enum_member(value):
        return "enum member"
    for base in _bases(kind):
        if "__next__" in _namespace(base):
            return "iterator"
    return "object"


def _name_of(value: Any) -> str:
    try:
        if is_class(value) or type(value) is types.FunctionType:
            name = value.__name__
        elif _is_enum_member(value):
            name = f"{type(value).__name__}.{value._name_}"
        else:
            name = type(value).__name__
    except BaseException:  # noqa: BLE001 - the candidate's descriptors may raise anything
        return ""
    return str.__str__(name)[:100] if _is_below(type(name), str) else ""
