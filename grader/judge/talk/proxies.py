"""Proxies: the objects that a suite uses in place of the candidate's.

Theory of operation. For each class in the sandbox there is a class here, with the same name, bases and
special methods, whose instances are the proxies of its instances: so `callable`, `isinstance`, `except` and
the abstract classes of `collections.abc` work as expected. Exceptions derive from the nearest built-in one.
An object that is also an immutable plain value (a named tuple, a member of an `IntEnum`) has a proxy that
derives from that plain class, holds exactly that value, and is compared as that value. An object in the
sandbox has a single proxy in a test.

The candidate's objects never decide a test where a value is expected: an object is unequal to any plain
value, and operators, order and truth are forwarded only for instances of classes that the suite itself names
(`operators`). Everything that the sandbox says about classes is a claim; no such claim makes a value.
"""

from __future__ import annotations

import itertools
import re
import types
from typing import Any, Protocol

from ...wire import specials
from ...wire.messages import Verb
from ...wire.values import Ref
from . import derived
from .annotation_texts import is_harmless
from .asking import asked_by_suite, is_mocks, is_suites
from .class_contents import OF_BASES, OF_CLASSES, OF_OBJECTS, Namespace, bases, known_bases
from .hashes import Hashes
from .imported import Imported
from .loops import Loops
from .signatures import dataclass_fields, signature

_NAMED = frozenset(
    (
        "class", "enum class", "enum member",
        "function", "built-in function", "generator function", "coroutine function",
    )
)  # fmt: skip
# What is of one of these built-in classes the sandbox calls by these words, and tells nothing of the class.
BY_WORD: dict[str, Any] = {
    "generator": types.GeneratorType,
    "coroutine": types.CoroutineType,
    "async generator": types.AsyncGeneratorType,
    "method": types.MethodType,
    "module": types.ModuleType,
    "too large": object,
    "function": types.FunctionType,
    "built-in function": types.BuiltinFunctionType,
    "generator function": types.FunctionType,
    "coroutine function": types.FunctionType,
    "async generator function": types.FunctionType,
}
# Built-in classes by their names, for `isinstance` to find.
_CLASSES: tuple[Any, ...] = (
    bytearray, bytes, classmethod, complex, dict, enumerate, filter, float, frozenset, int, list, map,
    memoryview, property, range, re.Match, re.Pattern, reversed, set, slice, staticmethod, str, super,
    tuple, types.MappingProxyType, zip,
    type({}.items()), type({}.keys()), type({}.values()),
)  # fmt: skip
_BUILT_IN: dict[str, Any] = {kind.__name__: kind for kind in _CLASSES}
# What Python, pytest and others look for on whatever they meet (pandas by `_typ`, asyncio by the last), and
# what makes copies: never asked inside. A future of another loop asyncio refuses; else it awaits it.
_LOCAL = frozenset(
    "__buffer__ __getinitargs__ __getnewargs__ __getnewargs_ex__ __getstate__ __globals__ "  # noqa: SIM905
    "__mro_entries__ __objclass__ __path__ __reduce__ __reduce_ex__ __set_name__ __setstate__ __test__ "
    "__text_signature__ __tracebackhide__ __notes__ __pytest_wrapped__ __prepare__ __weakref__ "
    "_typ _asyncio_future_blocking".split()
)
_NAMES = ("__name__", "__qualname__", "__module__")
# So begin the names by which libraries let an object do their own work in their place: what NumPy shall say
# of a comparison with it, for one. They look for them on classes, without a word of the suite's.
_PROTOCOLS = ("__array_", "__arrow_", "__cuda_", "__dataframe_", "__dlpack_", "__sklearn_")
# Looked for by Python on classes alone: whoever asks an object for them calls them.
_DESCRIPTORS = frozenset(("__get__", "__set__", "__delete__"))
_OF_INSIDE = _DESCRIPTORS | OF_OBJECTS
# Libraries ask for these too: for `__call__` to learn whether it is a coroutine function, and for `__copy__`,
# as `itertools.tee` does, to learn whether an iterator can be copied. `copy.copy` asks the class.
_ASKED_BY_ALL = frozenset(("__call__", "__copy__"))
# What a suite puts in the place of a special method that only the class inside calls.
_CALLED_INSIDE = frozenset(
    f"__{name}__" for name in ("init", "new", "post_init", "init_subclass", "getattr", "setattr", "delattr")
)
# Special methods that answer otherwise where a suite calls them by their names than where an operator does.
_WRITTEN_OUT = frozenset(
    f"__{name}__"
    for name in (
        "eq", "ne", "lt", "le", "gt", "ge", "bool", "contains",
        *(f"{side}{name}" for name in specials.OPERATORS for side in ("", "r", "i")),
    )
)  # fmt: skip

# Proxies of copies made in the sandbox when the suite pickled an object, by number.
_PICKLED: dict[int, Any] = {}
_MOST_PICKLED = 1000
_NUMBERS = itertools.count()
_MADE = "_grade_made"
_WORDS = frozenset((*BY_WORD, "enum class", "enum member", "class", "iterator"))


class Asks(Protocol):
    """The part of the conversation that a proxy needs."""

    @property
    def live(self) -> bool:
        """Whether a test is running, so that requests can be sent."""

    @property
    def unpacking(self) -> bool:
        """Whether a message is being decoded, so that no request can be sent."""

    @property
    def hashes(self) -> Hashes:
        """The hashes of objects that are elements of sets or keys."""

    @property
    def imported(self) -> Imported:
        """The exercise's libraries, as far as the suite has imported them."""

    @property
    def loops(self) -> Loops:
        """The event loops of the running test."""

    def can_be_operands(self, values: tuple[Any, ...]) -> bool:
        """Whether `values` can be sent to an operator, and are no objects of the suite."""

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and returns the answer: a plain value or a proxy."""

    def note_class(self, made: Any) -> None:
        """Records a class that the suite made below one of the candidate's."""

    def names_class(self, kind: type) -> bool:
        """Whether the suite imported the class `kind` or a base of it."""

    def names_class_or_object(self, kind: type) -> bool:
        """Whether the suite imported the class `kind` itself, or an object of it."""

    def module_for_suite(self, told: Any) -> Any:
        """What to tell the suite for the name `told` of a module."""

    def was_given_method(self, owner: type, name: str) -> bool:
        """Whether the suite's method `name` of its class `owner` was passed to the candidate's code."""

    def fail(self, message: str) -> BaseException:
        """Ends the test as failed: returns the exception to raise."""

    def refuse(self, message: str) -> BaseException:
        """Ends the test by its author's fault: returns the exception to raise."""

    def next_items(self, iterator: Any, count: int) -> tuple[list[Any], bool, BaseException | None]:
        """Asks for `count` items of an iterator; returns the items, whether it ended, and its exception."""


class ProxyClass(type):
    """The metaclass of classes that represent classes in the sandbox; forwards calls and attributes."""

    def __new__(cls, name: str, bases: tuple[type, ...], space: dict[str, Any], /, **more: Any) -> Any:
        """Makes a class of the suite's that derives from a proxy's class."""
        base = next(base for base in bases if isinstance(base, ProxyClass))
        return derived.derive(talk(base), name, bases, space, more)

    def __call__(cls, /, *arguments: Any, **keywords: Any) -> Any:
        """Asks the class in the sandbox for an instance."""
        made = talk(cls).ask(Verb.CALL, cls, *arguments, **keywords)
        if is_proxy(made) and not is_class(made) and issubclass(type(made), cls):
            object.__setattr__(made, _MADE, True)
        return made

    def __getattribute__(cls, name: str) -> Any:
        if name in _WRITTEN_OUT and is_suites(1) and _has_own_methods(cls) and talk(cls).names_class(cls):
            return talk(cls).ask(Verb.GET, cls, name)
        # `create_autospec` looks for the parameters of a class in its `__init__`.
        asks = is_suites(1) or (name == "__init__" and is_mocks(1))
        if name in OF_CLASSES and asks and not is_builtin(cls):
            return talk(cls).ask(Verb.GET, cls, name)
        if name in OF_BASES and is_suites(1) and talk(cls).live and not is_builtin(cls):
            return bases(talk(cls), cls, name)
        return type.__getattribute__(cls, name)

    def __getattr__(cls, name: str) -> Any:
        if name in _LOCAL or name.startswith(("_abc_", *_PROTOCOLS)):
            raise AttributeError(name)
        if name == "__dataclass_fields__":
            return dataclass_fields(talk(cls), cls)
        return talk(cls).ask(Verb.GET, cls, name)

    def __setattr__(cls, name: str, value: Any) -> None:
        if specials.is_special(name) and name not in _CALLED_INSIDE:
            super().__setattr__(name, value)
        else:
            talk(cls).ask(Verb.SET, cls, name, derived.sendable(talk(cls), value))

    def __delattr__(cls, name: str) -> None:
        talk(cls).ask(Verb.DELETE, cls, name)

    @property
    def __doc__(cls) -> Any:  # type: ignore[override]
        return talk(cls).ask(Verb.GET, cls, "__doc__")

    @property
    def __signature__(cls) -> Any:
        return signature(talk(cls), cls)

    @property
    def __annotations__(cls) -> Any:  # type: ignore[override]
        return talk(cls).ask(Verb.GET, cls, "__annotations__")

    @property  # type: ignore[misc]
    def __dict__(cls) -> Any:  # type: ignore[override]
        own = type.__dict__["__dict__"].__get__(cls)
        return own if own["_grade_builtin"] else Namespace(talk(cls), own, cls)

    @property
    def __mro__(cls) -> Any:
        return known_bases(cls, Proxy)

    def __dir__(cls) -> Any:
        return _names(cls)


class Proxy:
    """The base class of proxies: forwards attributes, and shows itself safely."""

    __slots__ = ()

    def __getattribute__(self, name: str) -> Any:
        # An operator looks in the class. Who writes out a method's name has the one inside, which may answer
        # `NotImplemented`.
        if name in _WRITTEN_OUT and is_suites(1) and _has_own_methods(type(self)):
            return _method(self, name)
        if name == "__module__" and is_suites(1) and talk(self).live:
            return talk(self).module_for_suite(talk(self).ask(Verb.GET, self, name))
        if name in _OF_INSIDE and (is_suites(1) or (name in _ASKED_BY_ALL and talk(self).live)):
            return talk(self).ask(Verb.GET, self, name)
        return object.__getattribute__(self, name)

    def __mro_entries__(self, bases: tuple[Any, ...]) -> tuple[type, ...]:
        return (derived.in_place_of(talk(self)),)  # an object that is no class, as `Box[int]` is

    def __getattr__(self, name: str) -> Any:
        if name in _LOCAL or specials.is_special(name):
            return _special_attribute(self, name)
        return talk(self).ask(Verb.GET, self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if specials.is_special(name):
            object.__setattr__(self, name, value)
        else:
            talk(self).ask(Verb.SET, self, name, value)

    def __delattr__(self, name: str) -> None:
        talk(self).ask(Verb.DELETE, self, name)

    def __dir__(self) -> Any:
        return _names(self)

    def __copy__(self) -> Any:
        return _copied(self, "__import__('copy').copy(it)")

    def __deepcopy__(self, memo: Any) -> Any:
        return _copied(self, "__import__('copy').deepcopy(it)")

    def __reduce_ex__(self, protocol: object) -> Any:
        copy = _copied(self, "(lambda pickle: pickle.loads(pickle.dumps(it)))(__import__('pickle'))")
        while len(_PICKLED) >= _MOST_PICKLED:
            del _PICKLED[next(iter(_PICKLED))]
        number = next(_NUMBERS)
        _PICKLED[number] = copy
        return _unpickled, (number,)

    def __repr__(self) -> str:
        return shown(self)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        kind = type(self)
        found = BY_WORD.get(reference(self).kind)
        if found is None and is_builtin(kind):
            found = _BUILT_IN.get(kind.__name__)
        value = value_class(kind)
        if value is not None and not issubclass(kind, value):
            found = value
        return found or kind


del Proxy.__slots__  # the sandbox answers whether an object has any


def _method(self: Any, name: str) -> Any:
    if not talk(self).names_class(type(self)):
        raise talk(self).fail(f"{shown(self)} is an object where a value is due: it decides nothing")
    return talk(self).ask(Verb.GET, self, name)


def _has_own_methods(kind: type) -> bool:
    """Whether no built-in class here decides what the instances of a proxy's class do."""
    return not is_builtin(kind) and value_class(kind) is None and not issubclass(kind, BaseException)


def _special_attribute(self: Any, name: str) -> Any:
    """Looks up a dunder attribute, unless the proxy would then seem to be something else."""
    is_hidden = name[2:-2] in specials.NAMES and name not in _DESCRIPTORS
    if name in _LOCAL or is_hidden or name.startswith(_PROTOCOLS):
        raise AttributeError(name)
    if name == "__signature__" and callable(self):
        return signature(talk(self), self)
    if name == "__dataclass_fields__":
        return dataclass_fields(talk(self), self)
    found = talk(self).ask(Verb.GET, self, name)
    if name == "__annotations__" and type(found) is dict and not asked_by_suite(3):
        return {word: noted for word, noted in found.items() if is_harmless(noted)}
    # What writes code around a name asks the name whether it is one: nothing that the candidate may answer.
    return str.__str__(found) if isinstance(found, str) and name in _NAMES else found


def _unpickled(number: int) -> Any:
    """The proxy of the copy that the sandbox made when an object there was pickled."""
    return _PICKLED[number]


def _copied(self: Any, expression: str) -> Any:
    return talk(self).ask(Verb.MAKE, expression, it=self)


def _names(target: Any) -> list[str]:
    found = talk(target).ask(
        Verb.MAKE, "[name for name in dir(it) if type(name) is str and name[:5] != '_abc_']", it=target
    )
    return list(talk(target).ask(Verb.VALUE, found))


# --- what stands behind a proxy; functions, since any public name on a proxy is the candidate's


def is_class(value: object) -> bool:
    """Whether `value` represents a class in the sandbox."""
    return issubclass(type(value), ProxyClass)


def is_proxy(value: object) -> bool:
    """Whether `value` represents an object or a class in the sandbox."""
    return issubclass(type(type(value)), ProxyClass) or is_class(value)


def _state(proxy: Any, name: str) -> Any:
    read = type.__getattribute__ if is_class(proxy) else object.__getattribute__
    return read(proxy, name)


def was_made_by_suite(proxy: Any) -> bool:
    """Whether `proxy` represents what the suite got by calling the object's class, or a base of it."""
    try:
        return object.__getattribute__(proxy, _MADE) is True
    except AttributeError:
        return False


def reference(proxy: Any) -> Ref:
    """The `Ref` that represents `proxy` on the wire."""
    ref: Ref = _state(proxy, "_grade_ref")
    return ref


def talk(proxy: Any) -> Asks:
    """The conversation that `proxy` belongs to."""
    conversation: Asks = _state(proxy, "_grade_talk")
    return conversation


def is_builtin(kind: type) -> bool:
    """Whether a proxy's class represents a built-in class, which no Python code can have made."""
    return bool(type.__getattribute__(kind, "_grade_builtin"))


def value_class(kind: type) -> type | None:
    """The plain built-in class from which the class behind a proxy's class derives; None if none."""
    found: type | None = type.__getattribute__(kind, "_grade_value")
    return found


def kind(proxy: Any) -> str:
    """The kind of the proxy's object, as the sandbox says."""
    return reference(proxy).kind


def shown(proxy: Any) -> str:
    """Describes a proxy in our own words."""
    ref = reference(proxy)
    name = ref.name
    if not (name.isascii() and name.replace(".", "").isidentifier()):
        name = word_for(proxy)
    return name if ref.kind in _NAMED else f"<the candidate's {name}>"


def word_for(proxy: Any) -> str:
    """A word of ours for the kind of a proxy's object, whatever the object claims."""
    word = kind(proxy)
    return word if word in _WORDS else "object"
