"""The table of objects that stay in the sandbox; the judge knows them only by number."""

from __future__ import annotations

import builtins
import enum
import types
from _thread import RLock

from grader.wire import specials
from grader.wire.arguments import tell_about
from grader.wire.in_step import InStep
from grader.wire.messages import RefKind
from grader.wire.plain import MUTABLE, plain_base
from grader.wire.values import IN_STEP, Ref, RefWithValue

from . import lent_classes, suite_functions, visible
from .classes import (
    ABSTRACT,
    BUILT_IN_CLASSES,
    INHERITED,
    Classes,
    bases,
    is_below,
    is_class,
    is_row,
    namespace,
)
from .loops import Loops

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from grader.wire.foreign import Foreign

    CallBack = Callable[[tuple[Any, ...]], tuple[bool, Any]]

# The built-ins as they were before the candidate's file could change them.
_BUILTINS = {**vars(builtins), "NoneType": type(None)}
# Flags of a code object, as in `inspect`, whose import is too long to wait for.
_GENERATOR, _COROUTINE, _ASYNC_GENERATOR = 0x20, 0x80, 0x200
# What is of one of these classes the judge knows by the word: it need not be told of the class. By the
# identity of the type: `isinstance`, `==` and `hash` a class can answer for itself.
_KINDS: dict[int, str] = {
    id(types.GeneratorType): "generator",
    id(types.CoroutineType): "coroutine",
    id(types.AsyncGeneratorType): "async generator",
    id(types.BuiltinFunctionType): "built-in function",
    id(types.MethodType): "method",
    id(types.ModuleType): "module",
}


class Objects:
    """Assigns numbers to objects, and finds the objects that the judge's references name."""

    def __init__(self, call_back: CallBack, foreign: Foreign | None = None) -> None:
        """`foreign` converts values of NumPy and pandas; it is None if the exercise has neither."""
        self._call_back = call_back
        self._loops: Loops | None = None
        self._objects: list[Any] = [None]  # so that no object has the number 0
        self.numbers: dict[int, int] = {}  # id -> number; the list keeps the ids taken
        self._from_suite: dict[tuple[str, int], Any] = {}  # what stands here for what is there
        self._suites: dict[int, int] = {}  # id of that -> number
        self._suites_exceptions: dict[int, int] = {}  # of its classes of exceptions the same
        self._classes = Classes(self._number, self._suites_exceptions)
        self._foreign = foreign
        self._turn = RLock()  # of the threads that number something
        self.module: types.ModuleType | None = None
        self.in_step = InStep(foreign=foreign)

    @property
    def loops(self) -> Loops:
        """The event loop of the test; few have one."""
        if self._loops is None:
            self._loops = Loops(self._call_back)
        return self._loops

    def _number(self, value: Any) -> int:
        number = self.numbers.get(id(value))
        if number is None:
            number = self.numbers[id(value)] = len(self._objects)
            self._objects.append(value)
        return number

    def release(self, numbers: list[int]) -> list[Any]:
        """Forgets and returns the objects with these numbers, of which no other gets one."""
        released = []
        for number in numbers:
            released.append(self._objects[number])
            del self.numbers[id(self._objects[number])]
            self._objects[number] = None
        return released

    def told(self) -> list[tuple[Any, ...]]:
        """Returns and clears the descriptions of classes that the judge must get before the next message."""
        if not self._classes.untold:
            return []
        with self._turn:
            untold, self._classes.untold = self._classes.untold, []
        return untold

    def handle(self, value: Any) -> Ref:
        """The reference to `value`, always the same one."""
        if id(value) in self._suites:
            return tuple.__new__(Ref, (RefKind.SUITE, self._suites[id(value)], "", 0))
        if id(value) in BUILT_IN_CLASSES:
            return tuple.__new__(Ref, (RefKind.BUILTIN, 0, BUILT_IN_CLASSES[id(value)], 0))
        for names in (INHERITED, ABSTRACT):
            if id(value) in names:
                return tuple.__new__(Ref, (RefKind.BUILTIN, 0, names[id(value)], 0))
        kind, of = kind_of(value), 0
        with self._turn:
            if kind in ("class", "enum class"):
                self._classes.number(value)
            elif id(type(value)) not in _KINDS and type(value) is not types.FunctionType:
                of = self._classes.number(type(value))
            number = self._number(value)
        return tuple.__new__(Ref, (kind, number, _name_of(value), of))

    def too_large(self, value: Any) -> Ref:
        """A reference to a value that is too large to be sent."""
        with self._turn:
            number = self._number(value)
        return tuple.__new__(Ref, ("too large", number, _name_of(value), 0))

    def refer(self, value: Any) -> Any:
        """The wire object for `value`: a reference, with its plain value if it has an immutable one."""
        if self._foreign is not None:
            try:
                apart = self._foreign.apart(value)
            except BaseException:  # noqa: BLE001 - the candidate may have changed these libraries
                apart = None
            if apart is not None:
                return apart
        return self.kept(value)

    def kept(self, value: Any) -> Any:
        """The wire object for `value` if it is to stay here, even an array or a table."""
        ref = self.handle(value)
        if id(type(value)) in BUILT_IN_CLASSES or is_class(value) or is_below(type(value), BaseException):
            return ref
        plain = None
        for base in bases(type(value)):
            if base in MUTABLE:
                return ref
        plain = tuple(value) if is_row(type(value)) else plain_base(value)
        return ref if plain is None else tuple.__new__(RefWithValue, (*tuple.__iter__(ref), plain))

    def resolve(self, ref: Any) -> Any:
        """The object that a reference from the judge names, or that an array or table represents."""
        if type(ref) is RefWithValue:
            return self._of_suite(*tuple.__iter__(ref))
        if type(ref) is not Ref:
            assert self._foreign is not None  # the judge sends them only to such exercises
            return self._foreign.together(ref)
        fields: Any = tuple.__iter__(ref)
        kind, number, name, _ = fields
        if kind == RefKind.INSIDE:
            return self._objects[number]
        if kind == IN_STEP:
            return self.in_step.at(number)
        if kind == RefKind.MODULE:
            return self.module
        if kind == RefKind.BUILTIN:
            return _BUILTINS[name]
        # One for one: what is passed twice is the same twice.
        known = self._from_suite.get((kind, number))
        if known is None:
            known = self._from_suite[kind, number] = self._stand_in(kind, number, name)
            self._suites[id(known)] = number
        return known

    def _of_suite(self, kind: str, number: int, name: str, of: int, plain: Any) -> Any:
        """The stand-in for an object of the suite that is sent with a plain value."""
        known = self._from_suite.get((kind, number))
        if known is None:
            call = suite_functions.stand_in(self._call_back, number, name)
            if kind in (RefKind.CALLBACK, RefKind.ASYNC_CALLBACK):
                if kind == RefKind.ASYNC_CALLBACK:
                    call = suite_functions.awaiting(call, self.loops.asked)
                known = suite_functions.suite_function(call, name, plain)
            elif kind == RefKind.CLASS:
                own, *more = plain
                told = (bool(own & specials.UNHASHABLE), *more)
                known = lent_classes.suite_class(call, name, tuple(specials.unmasked(own)), told)
            elif kind == RefKind.OBJECT_OF_CLASS:
                known = lent_classes.suite_instance(call, plain)
            elif kind == RefKind.EXCEPTION_CLASS:
                known = visible.suite_exception_class(name, plain)
                self._suites_exceptions[id(known)] = number
            elif kind == RefKind.EXCEPTION:
                names, arguments, text, about = plain
                given = of and self._of_suite(RefKind.EXCEPTION_CLASS, of - 1, name, 0, names)
                known = visible.suite_exception(call, given or _BUILTINS[name], arguments, text)
                tell_about(known, about)
            elif kind == RefKind.LIBRARY_EXCEPTION:
                known = visible.library_exception(call, name, plain)
            elif kind == RefKind.PATTERN:
                known = visible.pattern(*plain)
            elif kind == RefKind.LIBRARY:
                known = visible.library(name, call)
            else:
                known = visible.suite_named_tuple(call, name.split(" "), plain)
            self._from_suite[kind, number] = known
            self._suites[id(known)] = number
        return known

    def _stand_in(self, kind: str, number: int, name: str) -> Any:
        if kind == RefKind.OBJECT:
            methods, _, name = name.partition(" ")
            call = suite_functions.stand_in(self._call_back, number, name)
            offered = tuple(specials.unmasked(int(methods.strip("+"), 16)))
            wait = suite_functions.awaiting(call, self.loops.asked) if "await" in offered else None
            return visible.suite_object(call, name, offered, wait, is_coroutine_function=methods[-1:] == "+")
        call = suite_functions.stand_in(self._call_back, number, name or "function")
        if kind == RefKind.STREAM:
            return (suite_functions.SuiteGenerator if name else suite_functions.SuiteIterator)(call)
        if kind in (RefKind.ASYNC_STREAM, RefKind.COROUTINE, RefKind.ASYNC_CALLBACK):
            call = suite_functions.awaiting(call, self.loops.asked)
        if kind == RefKind.ASYNC_STREAM:
            return suite_functions.SuiteAsyncIterator(call)
        return call() if kind == RefKind.COROUTINE else call


def _is_enum_member(value: Any) -> bool:
    return is_below(type(value), enum.Enum)


def kind_of(value: Any) -> str:
    """A short word for the kind of `value`, determined without calling its methods."""
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
        return "enum class" if is_below(value, enum.Enum) else "class"
    if _is_enum_member(value):
        return "enum member"
    for base in bases(kind):
        if "__next__" in namespace(base):
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
    return str.__str__(name)[:100] if is_below(type(name), str) else ""
