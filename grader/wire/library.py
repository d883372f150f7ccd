"""Values of the standard library that can cross the wire, converted to plain values and back.

Theory of operation. Each class has a word, a function that returns the parts of an instance, and a function
that rebuilds an instance from such parts. Since these may be hostile, it checks their types, and any
exception means that they are invalid. A module is not imported before one of its values is met.
"""

from __future__ import annotations

import sys

from . import type_hints
from .bounds import NotPlain, collide, too_deep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

# What their methods do with a number of so many digits is done in no time.
_MOST_DIGITS = 5000
# A short text may be a large number: `int` of 1E+1000000 takes half a minute, and nothing interrupts it.
_MOST_EXPONENT = 10_000
_MOST_PATH = 4096
_TYPE_CODES = frozenset("bBuhHiIlLqQfd")
_FACTORIES: dict[str, type] = {
    kind.__name__: kind for kind in (bool, bytes, dict, float, frozenset, int, list, set, str, tuple)
}
_WITH_ZONE = frozenset(("time", "datetime"))
_ZONES = frozenset(("timezone", "ZoneInfo"))
# Freezegun's classes, instances of which are what a library gives while time stands still.
_FREEZES = "freezegun.api"
_FROZEN = {"FakeDate": "date", "FakeDatetime": "datetime"}
_SCALARS = (type(None), bool, int, float, str, bytes)


class Parts(tuple):  # type: ignore[type-arg]  # tells no more at a price when it is imported
    """The wire form of such a value: the word for its class, then its parts."""

    __slots__ = ()


def taken_apart(value: object) -> Parts | None:
    """The parts of a value of the standard library; None if it is not such a value.

    A time whose zone is of a class of its own is none, as only that zone says when it is.

    Raises:
        NotPlain: its methods return something impossible.
    """
    word = _word(type(value))
    if not word:
        return None
    if word in _WITH_ZONE:
        zone = value.tzinfo  # type: ignore[attr-defined]
        if zone is not None and _word(type(zone)) not in _ZONES:
            return None
    try:
        parts = _CLASSES[word][1](value)
    except Exception as exc:
        raise NotPlain(f"not a {word}") from exc
    return None if parts is None else Parts((word, *parts))


def exception(names: tuple[str, ...], arguments: tuple[Any, ...], text: str) -> Parts:
    """The parts of an exception of the suite, by the names of its classes, for sending to the sandbox."""
    return Parts(("exception", names, arguments, text))


def take_exceptions(rebuild: Callable[[Any, Any, Any], BaseException]) -> None:
    """Sets the function that rebuilds exceptions; without this call they are not accepted."""
    _CLASSES["exception"] = ("builtins:no", lambda value: (), rebuild)


def has(kind: type) -> bool:
    """Whether values of that class can be taken apart."""
    return id(kind) in _WORDS or (kind.__module__ in _MODULES and bool(_found(kind)))


def together(parts: list[Any]) -> Any:
    """Rebuilds a value from the word for its class and its parts.

    Raises:
        ValueError: the parts are invalid.
    """
    word, *rest = parts
    if type(word) is not str or word not in _CLASSES:
        raise ValueError("no such class")
    try:
        return _CLASSES[word][2](*rest)
    except MemoryError:
        raise
    except Exception as exc:  # noqa: BLE001 - whatever it is, the parts are none
        raise ValueError(f"not a {word}: {exc}") from None


def _word(kind: type) -> str:
    """The word for a class, or ""."""
    word = _WORDS.get(id(kind))
    if word is not None:
        return word
    try:
        module = type.__dict__["__module__"].__get__(kind)
    except AttributeError:  # a class can be without
        return ""
    if module == _FREEZES:
        return _FROZEN.get(kind.__name__, "")
    return _found(kind) if type(module) is str and module in _MODULES else ""


def _found(kind: type) -> str:
    """The word for a class, found where the class is defined, or ""; cached."""
    for word, (place, _, _) in _CLASSES.items():
        names = place.split(":")
        for module in names[0].split("|"):
            known = vars(sys.modules[module]) if module in sys.modules else {}
            if any([_is(kind, known.get(name)) for name in names[1].split("|")]):  # noqa: C419 - a generator is seen
                _WORDS[id(kind)] = word
                _KEPT.append(kind)
                return word
    return ""


def _is(kind: type, found: Any) -> bool:
    """Whether `found` is `kind`, or what freezegun has put in its place."""
    if found is kind:
        return True
    return type(found) is not type and _FROZEN.get(getattr(found, "__name__", "")) == kind.__name__


def _class(word: str) -> Any:
    module, name = _CLASSES[word][0].split(":")
    from importlib import import_module  # not above: it takes long in the sandbox

    return getattr(import_module(module.partition("|")[0]), name)


def _exact(value: Any, *kinds: type) -> Any:
    if type(value) not in kinds:
        raise TypeError(f"a {type(value).__name__} out of place")
    return value


def _ints(word: str, count: int) -> Callable[..., Any]:
    def make(*parts: Any) -> Any:
        if len(parts) != count:
            raise TypeError("another number of parts")
        return _class(word)(*[_exact(part, int) for part in parts])

    return make


def _bounded(value: Any) -> Any:
    if abs(value.adjusted()) > _MOST_EXPONENT:  # 0 for what is no number
        raise ValueError("too large an exponent")
    return value


def _decimal(text: Any) -> Any:
    if len(_exact(text, str)) > _MOST_DIGITS:
        raise ValueError("too many digits")
    return _bounded(_class("Decimal")(text))


def _zone(value: Any) -> Any:
    if value is not None and type(value) not in (_class("timezone"), _class("ZoneInfo")):
        raise TypeError("not a time zone")
    return value


def _clock(word: str, count: int) -> Callable[..., Any]:
    def make(*parts: Any) -> Any:
        *numbers, fold, zone = parts
        if len(numbers) != count:
            raise TypeError("another number of parts")
        numbers = [_exact(number, int) for number in numbers]
        return _class(word)(*numbers, tzinfo=None if zone is None else _zone(zone), fold=_exact(fold, int))

    return make


def _timezone(offset: Any, name: Any) -> Any:
    _exact(offset, _class("timedelta"))
    return _class("timezone")(offset) if name is None else _class("timezone")(offset, _exact(name, str))


def _zone_info(key: Any) -> Any:
    if not _exact(key, str).replace("/", "").replace("_", "").replace("-", "").replace("+", "").isalnum():
        raise ValueError("no name of a time zone")
    return _class("ZoneInfo")(key)


def _path(word: str) -> Callable[[Any], Any]:
    def make(text: Any) -> Any:
        if len(_exact(text, str)) > _MOST_PATH:
            raise ValueError("too long")
        return _class(word)(text)

    return make


def _slice(*parts: Any) -> slice:
    return slice(*[_exact(part, *_SCALARS) for part in parts])


def _array(code: Any, items: Any) -> Any:
    if code not in _TYPE_CODES:
        raise ValueError("no such type code")
    return _class("array")(code, _exact(items, list))


def _deque(items: Any, most: Any) -> Any:
    return _class("deque")(_exact(items, list), _exact(most, int, type(None)))


def _pairs(keys: Any, values: Any) -> Any:
    if len(_exact(keys, list)) != len(_exact(values, list)) or too_deep(keys) or collide(keys):
        raise ValueError("keys that collide, are nested too deep or have no value")
    return zip(keys, values, strict=True)


def _counter(keys: Any, values: Any) -> Any:
    counter = _class("Counter")()
    for key, value in _pairs(keys, values):
        dict.__setitem__(counter, key, value)
    return counter


def _ordered(keys: Any, values: Any) -> Any:
    return _class("OrderedDict")(_pairs(keys, values))


def _default(keys: Any, values: Any, factory: Any) -> Any:
    return _class("defaultdict")(_FACTORIES[factory] if _exact(factory, str) else None, _pairs(keys, values))


def _factory(value: Any) -> str:
    name: str = getattr(value.default_factory, "__name__", "")
    return name if _FACTORIES.get(name) is value.default_factory else ""


def _namespace(names: Any, values: Any) -> Any:
    pairs = {_exact(name, str): value for name, value in _pairs(names, values)}
    return _class("SimpleNamespace")(**pairs)


def _items(value: Any) -> tuple[list[Any], list[Any]]:
    return list(dict.keys(value)), list(dict.values(value))


# By word: where the class is (in several Pythons), what takes an instance apart, what makes one. What cannot
# be taken apart, as a class of the same class, is an object.
_CLASSES: dict[str, tuple[str, Callable[[Any], tuple[Any, ...] | None], Callable[..., Any]]] = {
    "Decimal": ("decimal:Decimal", lambda value: (str(_bounded(value)),), _decimal),
    "Fraction": (
        "fractions:Fraction",
        lambda value: (value.numerator, value.denominator),
        _ints("Fraction", 2),
    ),
    "date": ("datetime:date", lambda value: (value.year, value.month, value.day), _ints("date", 3)),
    "timedelta": (
        "datetime:timedelta",
        lambda value: (value.days, value.seconds, value.microseconds),
        _ints("timedelta", 3),
    ),
    "time": (
        "datetime:time",
        lambda value: (
            value.hour, value.minute, value.second, value.microsecond, value.fold, value.tzinfo,
        ),
        _clock("time", 4),
    ),
    "datetime": (
        "datetime:datetime",
        lambda value: (
            value.year, value.month, value.day, value.hour, value.minute, value.second, value.microsecond,
            value.fold, value.tzinfo,
        ),
        _clock("datetime", 7),
    ),
    "timezone": ("datetime:timezone", lambda value: value.__getinitargs__()[:2] + (None,) * (
        2 - len(value.__getinitargs__())), _timezone),
    "ZoneInfo": ("zoneinfo:ZoneInfo", lambda value: (value.key,), _zone_info),
    "UUID": ("uuid:UUID", lambda value: (str(value),), lambda text: _class("UUID")(_exact(text, str))),
    "PosixPath": ("pathlib|pathlib._local:PosixPath", lambda value: (str(value),), _path("PosixPath")),
    "PurePosixPath": (
        "pathlib|pathlib._local:PurePosixPath", lambda value: (str(value),), _path("PurePosixPath"),
    ),
    "PureWindowsPath": (
        "pathlib|pathlib._local:PureWindowsPath", lambda value: (str(value),), _path("PureWindowsPath"),
    ),
    "slice": ("builtins:slice", lambda value: (value.start, value.stop, value.step), _slice),
    "ellipsis": ("builtins:no", lambda value: (), lambda: ...),
    "NotImplemented": ("builtins:no", lambda value: (), lambda: NotImplemented),
    "array": ("array:array", lambda value: (value.typecode, value.tolist()), _array),
    "deque": ("collections:deque", lambda value: (list(value), value.maxlen), _deque),
    "OrderedDict": ("collections:OrderedDict", _items, _ordered),
    "defaultdict": (
        "collections:defaultdict", lambda value: (*_items(value), _factory(value)), _default,
    ),
    "Counter": ("collections:Counter", _items, _counter),
    "SimpleNamespace": ("types:SimpleNamespace", lambda value: _items(vars(value)), _namespace),
    "Annotation": (type_hints.CLASSES, type_hints.apart, type_hints.together),
}  # fmt: skip
_MODULES = frozenset(
    module for place, _, _ in _CLASSES.values() for module in place.partition(":")[0].split("|")
)
_WORDS: dict[int, str] = {id(type(...)): "ellipsis", id(type(NotImplemented)): "NotImplemented"}
_KEPT: list[type] = []  # so that an id stays taken
