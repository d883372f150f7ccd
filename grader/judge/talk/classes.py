"""Makes proxies and their classes from what the sandbox says about objects; bounds every such claim."""

from __future__ import annotations

import collections.abc
import sys
from types import FunctionType
from typing import Any

from ...wire import specials
from ...wire.messages import ClassKind, Verb
from ...wire.plain import BASES, MUTABLE
from ...wire.values import Ref
from . import awaiting, decorated, library_exceptions, operators
from .asking import asked_by_suite, is_suites
from .below_values import below_changeable, below_fixed
from .class_contents import OF_OBJECTS
from .exceptions import BASES_OF_EXCEPTIONS, told_text
from .proxies import (
    BY_WORD,
    Asks,
    Proxy,
    ProxyClass,
    is_builtin,
    shown,
    talk,
    value_class,
)
from .views import methods_of_view

_MOST_BASES, _MOST_MRO = 16, 64
_VALUES: dict[str, type] = {kind.__name__: kind for kind in BASES}
_KINDS = frozenset((ClassKind.OWN, ClassKind.BUILT_IN, ClassKind.ENUM, ClassKind.ABSTRACT))
# Methods that proxies of exceptions have here, for the code that handles exceptions.
_OF_EXCEPTIONS = frozenset(("with_traceback", "add_note"))


# What compares a text: `pytest.raises(match=...)`, `assertRaisesRegex` and `assertWarnsRegex`.
_BY_TEXT = frozenset((("_pytest._code.code", "stringify_exception"), ("unittest.case", "__exit__")))


class ProxyEnum(ProxyClass):
    """The metaclass of classes that represent enums, which contain their members."""

    __doc__ = vars(ProxyClass)["__doc__"]  # of the enum, not of this class

    def __iter__(cls) -> Any:
        return operators.iterate(cls)

    def __len__(cls) -> int:
        return operators.length(cls)

    def __getitem__(cls, name: Any) -> Any:
        return talk(cls).ask(Verb.ITEM, cls, name)

    def __contains__(cls, member: Any) -> bool:
        if isinstance(type(member), ProxyClass):
            return isinstance(member, cls)
        return operators.contains(cls, member)

    def __reversed__(cls) -> Any:
        return reversed(list(operators.iterate(cls)))

    def __bool__(cls) -> bool:
        return True  # as every enum class is


# What a metaclass of the candidate's may define for its classes that is asked of these; order and
# arithmetic are not.
_OF_METACLASSES: dict[str, Any] = {
    "__iter__": ProxyEnum.__iter__,
    "__len__": ProxyEnum.__len__,
    "__getitem__": ProxyEnum.__getitem__,
    "__contains__": operators.contains,
    "__repr__": operators.shown_repr,
    "__str__": operators.shown_str,
}


def make_class(
    conversation: Asks, described: Any, known: dict[int, type], libraries: str
) -> tuple[int, type]:
    """Makes the class that represents a class in the sandbox, by its description; returns number and class.

    `libraries` is the folder of the exercise's libraries, or empty.

    Raises:
        ValueError: the description is not valid.
    """
    if type(described) is not tuple or tuple(map(type, described)) != (int, str, tuple, int, str, int):
        raise ValueError("not a class")
    number, name, below, own, word, of = described
    if word not in _KINDS or number in known or len(below) > _MOST_BASES or not 0 <= own < specials.MOST:
        raise ValueError("not a class")
    safe = name if name.isascii() and name.isidentifier() else "Object"
    shared, others = _shared(below, libraries)
    bases = [_base(base, known) for base in others]
    if shared:
        bases = [shared]
        # None of its own methods may run here.
        own |= specials.mask([name for base in shared.__mro__[:-1] for name in vars(base)])
    value = next((found for found in map(_value_of, bases) if found), None)
    if word == ClassKind.BUILT_IN:
        value = _VALUES.get(safe)
    fixed = value is not None and value not in MUTABLE and word != ClassKind.BUILT_IN
    namespace = below_fixed(own, value) if value and fixed else operators.methods(own, is_value=False)
    if word == ClassKind.OWN:
        namespace |= decorated.of_descriptors(own)
    if value is not None and not fixed:
        namespace |= below_changeable(own, value)
    if word == ClassKind.BUILT_IN:
        own |= specials.mask(vars(value)) if value is not None else 0
        namespace |= operators.methods_of_built_in(own) | methods_of_view(safe)
    if word == ClassKind.ABSTRACT:
        namespace |= methods_of_view(safe)
    bases = [base for base in bases if base not in MUTABLE]
    if any(issubclass(base, BaseException) for base in bases):
        namespace |= _EXCEPTION
        if "__bool__" in namespace:
            namespace["__bool__"] = _truth_of_exception
    elif fixed:
        namespace |= _OF_VALUE
    else:
        namespace.setdefault("__bool__", operators.true)
    namespace |= {
        "__qualname__": safe,
        "_grade_talk": conversation,
        "_grade_ref": Ref("enum class" if word == ClassKind.ENUM else "class", number, safe),
        "_grade_builtin": word == ClassKind.BUILT_IN,
        "_grade_value": value,
        "_grade_truth": bool(own & operators.OF_TRUTH),
        "_grade_abstract": safe if word == ClassKind.ABSTRACT else "",
    }
    meta = ProxyEnum if word == ClassKind.ENUM else _metaclass(known.get(of)) if of else ProxyClass
    return number, _made(meta, safe, bases, _common(namespace))


def _truth_by_length(cls: Any) -> bool:
    """The truth of a class that has a length; always true for code that is not the suite's."""
    return not asked_by_suite(2) or operators.true_by_length(cls)


def _truth_of_exception(self: Any) -> bool:
    """The truth of an exception; always true for `traceback`, which only tests for presence."""
    return not asked_by_suite(2) or operators.true(self)


def _metaclass(inside: Any) -> type[ProxyClass]:
    """The metaclass here for classes whose metaclass in the sandbox is the one `inside` represents."""
    if not isinstance(inside, ProxyClass) or issubclass(inside, BaseException):
        raise ValueError("no metaclass")  # noqa: TRY004 - as whatever cannot be
    own = type.__dict__["__dict__"].__get__(inside)
    if "_grade_meta" not in own:
        mro = [base for base in type.__dict__["__mro__"].__get__(inside) if isinstance(base, ProxyClass)]
        mro = [base for base in mro if not is_builtin(base)]
        above = [_metaclass(base) for base in mro[1:]]
        has = {name for base in mro for name in type.__dict__["__dict__"].__get__(base)}
        namespace = {name: method for name, method in _OF_METACLASSES.items() if name in has}
        if "__len__" in namespace:
            namespace["__bool__"] = _truth_by_length
        namespace["__class__"] = property(lambda self: inside)
        namespace["__doc__"] = vars(ProxyClass)["__doc__"]  # or it has one of its own, which is None
        made: Any = type(inside.__name__, tuple(above[:1]) or (ProxyClass,), namespace)
        type.__setattr__(inside, "_grade_meta", made)
    found: type[ProxyClass] = type.__getattribute__(inside, "_grade_meta")
    return found


def make_built_in(kind: str) -> type:
    """The class for built-in objects that the sandbox names by the word `kind` alone.

    Raises:
        ValueError: there is no such word.
    """
    if kind not in BY_WORD:
        raise ValueError("an object of no class")
    own = specials.mask([name for base in BY_WORD[kind].__mro__[:-1] for name in vars(base)])
    own &= ~(specials.UNHASHABLE | specials.mask(("__eq__", "__ne__", "__hash__")))
    namespace = operators.methods(own & ~specials.mask(("__repr__", "__str__")), is_value=False)
    namespace |= {"_grade_builtin": True, "_grade_value": None, "__bool__": lambda self: True}
    if kind == "coroutine":
        namespace |= awaiting.of_coroutine()
    if BY_WORD[kind] is FunctionType:
        namespace |= decorated.of_functions()
    return _made(ProxyClass, BY_WORD[kind].__name__, [], _common(namespace))


def make_proxy(conversation: Asks, kind: type, ref: Ref, value: Any = None) -> Any:
    """Makes the proxy of one object, of class `kind`; `value` is the plain value that it also is, if any.

    Raises:
        ValueError: it cannot be that value.
    """
    fixed: Any = type.__getattribute__(kind, "_grade_value")
    if issubclass(kind, BaseException):
        made: Any = kind.__new__(kind)
    elif fixed is not None and issubclass(kind, fixed):
        if type(value) is not fixed:
            raise ValueError("an object that is not the value that its class says")
        construct: Any = fixed.__new__
        made = construct(kind, value)
    else:
        made = object.__new__(kind)
    object.__setattr__(made, "_grade_ref", ref)
    object.__setattr__(made, "_grade_talk", conversation)
    return made


def _common(namespace: dict[str, Any]) -> dict[str, Any]:
    return {
        **namespace,
        "__module__": "solution",
        "__dict__": property(lambda self: talk(self).ask(Verb.GET, self, "__dict__")),
        "__doc__": property(lambda self: talk(self).ask(Verb.GET, self, "__doc__")),
    }


def _made(meta: type[ProxyClass], name: str, bases: list[type], namespace: dict[str, Any]) -> type:
    if not any(issubclass(base, Proxy) for base in bases):
        bases = [*bases, Proxy]
    # Or Python would call the metaclass that it takes, as for a class of a suite.
    for kind in map(type, bases):
        if issubclass(kind, meta):
            meta = kind
    try:
        made: type = type.__new__(meta, name, tuple(bases), namespace)
    except TypeError as exc:
        raise ValueError(str(exc)) from None
    mro = type.__dict__["__mro__"].__get__(made)
    if len(mro) > _MOST_MRO:
        raise ValueError("too many bases")
    for base in mro:
        abstract = type.__dict__["__dict__"].__get__(base).get("_grade_abstract")
        if abstract in collections.abc.__all__:
            getattr(collections.abc, abstract).register(made)
    return made


def _base(base: Any, known: dict[int, type]) -> type:
    if type(base) is int and base in known:
        return known[base]
    if type(base) is str and (base in _VALUES or base in BASES_OF_EXCEPTIONS):
        return _VALUES.get(base) or BASES_OF_EXCEPTIONS[base]
    raise ValueError("a base that there is not")


def _shared(below: tuple[Any, ...], libraries: str) -> tuple[type | None, tuple[Any, ...]]:
    """The exception class of a library that a class is, if that is here, and what it derives from.

    What is said of such a class begins with its full name.
    """
    if not below or type(below[0]) is not str or "." not in below[0]:
        return None, below
    return library_exceptions.found(below[0], libraries), below[1:]


def _value_of(base: type) -> type | None:
    if base in BASES:
        return base
    found: type | None = type.__getattribute__(base, "_grade_value") if isinstance(base, ProxyClass) else None
    return found


def _attribute_of_value(self: Any, name: str) -> Any:
    """Looks an attribute up in the sandbox for an object that is also a plain value here.

    But methods that decide a test are those of the value here, as with operators, unless the suite names the
    class.
    """
    if name in OF_OBJECTS and is_suites(1):
        return talk(self).ask(Verb.GET, self, name)
    if specials.is_special(name) or name.startswith("_grade_"):
        return object.__getattribute__(self, name)
    decides = name in operators.DECIDING and hasattr(value_class(type(self)), name)
    if decides and not talk(self).names_class(type(self)):
        return object.__getattribute__(self, name)
    return talk(self).ask(Verb.GET, self, name)


def _attribute_of_exception(self: Any, name: str) -> Any:
    if name in OF_OBJECTS and is_suites(1):
        return talk(self).ask(Verb.GET, self, name)
    if name in _OF_EXCEPTIONS:
        return object.__getattribute__(self, name)
    return _attribute_of_value(self, name)


def _text_of_exception(self: Any) -> str:
    """The text that was sent when it was raised; of one that was not raised, what it says now."""
    text = told_text(self)
    if text is None:
        is_asked = asked_by_suite(2) or _decides_by_text(2)
        return operators.exact_text(self, "str") if is_asked else shown(self)
    return text


def _decides_by_text(level: int) -> bool:
    """Whether the caller `level` frames up compares the text of an exception with what a suite expects."""
    frame = sys._getframe(level)
    return (frame.f_globals.get("__name__"), frame.f_code.co_name) in _BY_TEXT


def _shown_exception(self: Any) -> str:
    if asked_by_suite(2):
        return operators.exact_text(self, "repr")
    return f"{type(self).__name__}({str(self)!r})"


# Where a built-in class has such methods of its own, those of `Proxy` would never be found.
_OF_VALUE: dict[str, Any] = {
    "__getattribute__": _attribute_of_value,
    "__getattr__": Proxy.__getattr__,
    "__setattr__": Proxy.__setattr__,
    "__delattr__": Proxy.__delattr__,
    "__reduce_ex__": Proxy.__reduce_ex__,
    "__copy__": Proxy.__copy__,
    "__deepcopy__": Proxy.__deepcopy__,
    "__dir__": Proxy.__dir__,
}
_EXCEPTION: dict[str, Any] = {
    **_OF_VALUE,
    "__getattribute__": _attribute_of_exception,
    "__str__": _text_of_exception,
    "__repr__": _shown_exception,
}
