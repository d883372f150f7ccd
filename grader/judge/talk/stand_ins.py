"""Converts objects that cross in a test: the sandbox's become proxies, the suite's functions get numbers."""

from __future__ import annotations

import builtins
import collections.abc
import functools
import inspect
import operator
import re
import sys
import types
from datetime import date, datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from ...wire import library, specials
from ...wire.arguments import about
from ...wire.arrays import Array, Table
from ...wire.bounds import NotPlain
from ...wire.frames import WireError
from ...wire.in_step import InStep
from ...wire.messages import Raised, RefKind, Returned, pack
from ...wire.plain import MUTABLE
from ...wire.values import IN_STEP, Ref, RefWithValue, plain_base
from .asking import is_suites_frame
from .careful import CAREFUL, unless_it_makes_classes
from .classes import make_built_in, make_class, make_proxy
from .exceptions import inside, is_answer
from .functions import Functions, facts_of, told
from .imported import Imported
from .library_exceptions import is_shared, place_of, state_of
from .loops import Loops
from .of_libraries import library_of, name_inside
from .placeholders import Placeholder, meaning
from .proxies import Asks, ProxyClass, is_proxy, reference
from .suite_classes import SuiteClass, description
from .suite_objects import is_lent, is_named_tuple, is_of_suite, special_methods
from .trouble import Trouble

_MOST_CLASSES, _MOST_NAME, _MOST_EXCEPTIONS = 10_000, 100, 1000
# What is sent as a function; other objects that can be called may be more than that.
_FUNCTIONS = (
    type, functools.partial, functools._lru_cache_wrapper, operator.attrgetter, operator.itemgetter,
    operator.methodcaller, types.BuiltinFunctionType, types.FunctionType, types.MethodType,
    types.MethodDescriptorType, types.MethodWrapperType, types.WrapperDescriptorType,
)  # fmt: skip
# What is a built-in class here by a name by which `builtins` has none, or another.
_MORE: dict[str, type] = {**CAREFUL, "NoneType": type(None)}
_ABSTRACT: dict[str, type] = {name: vars(collections.abc)[name] for name in collections.abc.__all__}
# Classes of proxies for what the sandbox calls by a word alone; they are the same in each test.
_BY_KIND: dict[str, type] = {}


class Talks(Asks, Protocol):
    """The part of the conversation that stand-ins need."""

    trouble: Trouble | None  # what ended the test

    def disbelieve(self, what: str) -> BaseException:
        """Ends the test because of an impossible claim: returns the exception to raise."""


class Refused(BaseException):
    """Raised when the suite hands the candidate's code an object that cannot be sent.

    It is the author's fault, and it is not an `Exception`: a suite that expects one must not catch it.
    """


class StandIns:
    """The conversions of one test; objects of other tests are not recognized."""

    def __init__(self, conversation: Talks, calls: int, imported: Imported) -> None:
        """`calls` is how often the suite's functions may be called."""
        self.loops = Loops(conversation, is_answer)
        self._conversation = conversation
        self._imported = imported
        self._classes: dict[int, type] = {}
        # One proxy for one object, so that `is` means here what it means inside. What is a plain value
        # besides cannot be referred to weakly.
        self._proxies: WeakValueDictionary[int, Any] = WeakValueDictionary()
        self._referred: set[int] = set()  # the numbers of all that have been in it since they were released
        self._valued_proxies: dict[int, Any] = {}
        self.functions = Functions(calls, self.loops)
        self._exceptions_left = _MOST_EXCEPTIONS  # each is kept, with all that its traceback holds
        self._told: set[int] = set()  # functions of the suite of which the sandbox knows more than the name
        self.in_step = InStep(_travels_as_plain, imported, is_first=True)
        self.refused: Refused | None = None

    def describe(self, classes: list[Any]) -> None:
        """Makes the classes that the sandbox describes.

        Raises:
            WireError: a description is not valid.
        """
        try:
            if len(self._classes) + len(classes) > _MOST_CLASSES:
                raise ValueError("too many classes")
            for described in classes:
                number, made = make_class(self._conversation, described, self._classes, self._imported.folder)
                self._classes[number] = made
        except MemoryError:
            raise
        except Exception as exc:  # noqa: BLE001 - whatever Python has against it
            raise WireError(f"not a class: {exc}") from None

    def incoming(self, ref: Any) -> Any:
        """The object that represents here what `ref` refers to in the sandbox, or an array or table.

        Raises:
            WireError: there is no such object.
        """
        if type(ref) is Array or type(ref) is Table:
            return self._imported.together(ref)
        kind, number, name, of, *value = ref
        if kind == RefKind.SUITE:
            return unless_it_makes_classes(self.functions.kept(number))
        if kind == IN_STEP:
            return self.in_step.at(number)
        if kind == RefKind.BUILTIN and not number:
            return _built_in(name)
        for known in (self._classes, self._valued_proxies, self._proxies):
            if (found := known.get(number)) is not None:
                return found
        try:
            proxy = make_proxy(
                self._conversation, self._class_of(kind, of), Ref(kind, number, name, of), *value
            )
        except ValueError as exc:
            raise WireError(str(exc)) from None
        if value or isinstance(proxy, BaseException):
            self._valued_proxies[number] = proxy
        else:
            self._proxies[number] = proxy
            self._referred.add(number)
        return proxy

    def released(self) -> list[int]:
        """The numbers of objects inside that nobody here refers to any longer; each is told once."""
        gone = sorted(number for number in self._referred if number not in self._proxies)
        self._referred.difference_update(gone)
        return gone

    def _class_of(self, kind: str, of: int) -> type:
        if of:
            if of not in self._classes:
                raise ValueError("an object of no class")
            return self._classes[of]
        known = _BY_KIND.get(kind)
        if known is None:
            known = _BY_KIND[kind] = make_built_in(kind)
        return known

    def outgoing(self, value: Any) -> Any:
        """The wire object to send for `value`, which is not plain.

        Raises:
            Refused: it cannot be sent.
        """
        if type(value) is Placeholder and not is_proxy(value := meaning(value)):
            return value
        kind = type(value)
        if is_proxy(value):
            return self._known(value)
        if (apart := self._imported.apart(value)) is not None:
            return apart
        if isinstance(value, BaseException):
            return self._exception(value)
        name = getattr(value, "__name__", "function")
        if isinstance(value, type) and any(known.get(name) is value for known in (vars(builtins), _MORE)):
            return Ref(RefKind.BUILTIN, 0, name)
        if type(value) is type and issubclass(value, BaseException):
            return self._exception_class(value)
        if is_named_tuple(kind):
            number = self.functions.number_of_object(value)
            return RefWithValue(
                RefKind.NAMED_TUPLE, number, " ".join((kind.__name__, *kind._fields)), 0, tuple(value)
            )
        if kind is re.Pattern:
            number = self.functions.number_of_name(value)
            return RefWithValue(RefKind.PATTERN, number, "", 0, (value.pattern, value.flags))
        if place_inside := name_inside(value, self._imported.folder):
            number = self.functions.number_of_name(value)
            return RefWithValue(RefKind.LIBRARY, number, place_inside, 0, None)
        if id(value) in self.in_step.places:
            return Ref(IN_STEP, self.in_step.places[id(value)])
        plain = plain_base(value)
        if plain is not None:
            return plain
        if isinstance(value, date) and not is_of_suite(value):  # such as a frozen one
            return library.taken_apart(_plain_date(value))
        if isinstance(value, type) and is_lent(value):
            return self._class(value)
        if is_of_suite(value):
            return self._object(value)
        if hasattr(kind, "__next__"):
            word = "generator" if kind is types.GeneratorType else ""
            return Ref(RefKind.STREAM, self.functions.number_of_iterator(value), word)
        if hasattr(kind, "__anext__"):
            return Ref(RefKind.ASYNC_STREAM, self.functions.number_of_async_iterator(value))
        if inspect.iscoroutine(value):
            return Ref(RefKind.COROUTINE, self.functions.number_of_coroutine(value))
        if inspect.iscoroutinefunction(value):
            return self._function(RefKind.ASYNC_CALLBACK, self.functions.number_of_async(value), value)
        if isinstance(value, _FUNCTIONS) or type(value).__module__.startswith("grader."):
            return self._function(RefKind.CALLBACK, self.functions.number_of(value), value)
        origin = library_of(kind, self._imported.folder)
        self.refused = self.refused or Refused(
            f"{place()}a {kind.__name__} cannot be sent to the candidate's code: give it the parts, "
            "or make it there with the fixture `sandbox`"
            + (f", or name {origin} among the `frameworks` of the manifest" if origin else "")
        )
        raise self.refused

    def can_be_operands(self, values: tuple[Any, ...]) -> bool:
        """Whether all `values` are plain or the candidate's, with nothing in them that is the suite's."""
        told = set(self._told)
        try:
            pack(Returned(0, values), self._operand, self.in_step.places)
        except (Refused, NotPlain):
            self.refused = None
            return False
        finally:
            self._told = told  # nothing has been sent
        return True

    def _operand(self, value: Any) -> Any:
        sent = self.outgoing(value)
        if type(sent) in (Ref, RefWithValue) and sent.kind not in (RefKind.INSIDE, RefKind.BUILTIN, IN_STEP):
            raise NotPlain("an object of the suite")
        return sent

    def _object(self, value: object) -> Ref | RefWithValue:
        number, kind = self.functions.number_of_object(value), type(value)
        if is_lent(kind):
            return self._once(Ref(RefKind.OBJECT_OF_CLASS, number), kind)
        name = f"{special_methods(value):x}{'+' * inspect.iscoroutinefunction(value)} {kind.__name__}"
        return Ref(RefKind.OBJECT, number, name)

    def _class(self, kind: type) -> Ref | RefWithValue:
        number = self.functions.number_of_class(kind, SuiteClass(kind))
        ref = Ref(RefKind.CLASS, number, kind.__name__[:_MOST_NAME])
        return ref if number in self._told else self._once(ref, description(kind))

    def _once(self, ref: Ref, more: Any) -> Ref | RefWithValue:
        """The reference `ref`, with `more` when it is sent for the first time."""
        if ref.number in self._told:
            return ref
        self._told.add(ref.number)
        return RefWithValue(*ref, more)

    def _function(self, ref_kind: str, number: int, function: Any) -> Any:
        facts = None
        if type(function) is types.FunctionType and number not in self._told:
            self._told.add(number)  # once; where that never arrives there is a function all the same
            facts = facts_of(function)
        name = getattr(function, "__name__", "function")
        if facts is not None:
            return RefWithValue(ref_kind, number, name[:_MOST_NAME], 0, facts)
        return Ref(ref_kind, number, name)

    def packed(self, reply: Returned | Raised) -> tuple[Returned | Raised, bytes]:
        """A reply to a callback and its bytes; another reply if this one cannot be sent.

        Raises:
            NotPlain: it is beyond the bounds.
        """
        told = set(self._told)
        try:
            return reply, pack(reply, self.outgoing, self.in_step.places)
        except Refused as refused:  # what is asked for by the file is no fault of the suite's author
            self._told = told
            self.refused = None
            instead = Raised(reply.token, ("TypeError",), (str(refused),), str(refused))
            return instead, pack(instead)

    def _exception(self, exc: BaseException) -> Any:
        """The wire object for an exception; an exception of the suite's keeps its identity on return."""
        if isinstance(found := inside(exc), BaseException):
            return self._known(found)
        if not self._exceptions_left:
            return library.exception(*told(exc))
        self._exceptions_left -= 1
        kind, names = type(exc), told(exc)
        if is_shared(kind, self._imported.folder):
            number, name = self.functions.number_of_name(exc), place_of(kind)
            return RefWithValue(RefKind.LIBRARY_EXCEPTION, number, name, 0, (*names, state_of(exc)))
        own = vars(builtins).get(kind.__name__) is not kind
        of = self._exception_class(kind).number + 1 if own else 0
        number = self.functions.number_of_object(exc)
        return RefWithValue(RefKind.EXCEPTION, number, kind.__name__[:_MOST_NAME], of, (*names, about(exc)))

    def _exception_class(self, kind: type[BaseException]) -> RefWithValue:
        if is_shared(kind, self._imported.folder):
            return RefWithValue(RefKind.LIBRARY, self.functions.number_of_name(kind), place_of(kind), 0, None)
        number = self.functions.number_of(kind)
        self._classes[-1 - number] = kind  # from which a class inside may derive
        names = tuple(base.__name__ for base in kind.__mro__)
        return RefWithValue(RefKind.EXCEPTION_CLASS, number, kind.__name__[:_MOST_NAME], 0, names)

    def _known(self, proxy: Any) -> Ref:
        _, number, name, _ = reference(proxy)
        if (
            self._classes.get(number) is proxy
            or self._valued_proxies.get(number) is proxy
            or self._proxies.get(number) is proxy
        ):
            return Ref(RefKind.INSIDE, number, name)
        raise self._conversation.fail(
            "an object that the file's own code gave in another test was used again"
        )


def _travels_as_plain(kind: type) -> bool:
    """Whether instances of a suite's class are sent as the built-in container it derives from."""
    plain = (
        issubclass(kind, (*MUTABLE, tuple))
        and not issubclass(type(kind), ProxyClass)
        and not library.has(kind)
    )
    return plain and not is_named_tuple(kind)


def _built_in(name: str) -> Any:
    found = _MORE.get(name) or vars(builtins).get(name) or _ABSTRACT.get(name)
    if isinstance(found, type):
        return found
    if name in specials.INHERITED:
        return specials.INHERITED[name]
    if found is not None or not name.isidentifier() or len(name) > _MOST_NAME:
        raise WireError("no such built-in class or method")
    return _newer(name)


@functools.lru_cache(maxsize=64)
def _newer(name: str) -> type:
    """What stands for a built-in class that only a later Python than ours has."""
    return type(name, (), {})


def place() -> str:
    """The file name and line of the suite's code that is running, such as `test_it.py:7: `."""
    frame: types.FrameType | None = sys._getframe(1)
    nearest = None  # where the suite's own code is not known, as for who uses this as a library
    while frame is not None and not is_suites_frame(frame):
        if nearest is None and not frame.f_globals.get("__name__", "").startswith("grader."):
            nearest = frame
        frame = frame.f_back
    if (found := frame or nearest) is None:
        return ""
    return f"{found.f_code.co_filename.rpartition('/')[2]}:{found.f_lineno}: "


def _plain_date(value: date) -> date:
    """The same date or time, of the class of the standard library."""
    if not isinstance(value, datetime):
        return date(value.year, value.month, value.day)
    return datetime(
        value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond,
        value.tzinfo, fold=value.fold,
    )  # fmt: skip
