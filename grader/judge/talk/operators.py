"""The special methods of proxies: each is either forwarded to the object in the sandbox or decided here.

An operator that takes part in a decision (order, arithmetic, truth, `in`) is forwarded only for instances of
classes that the suite itself names: an object that arrived in place of a value must not decide anything. A
built-in object decides here, by its plain value: some built-in classes, such as `weakref.proxy`, ask what the
candidate has put into them. Otherwise the test fails, so that nothing passes because of an unexpected object.
"""

from __future__ import annotations

import contextlib
import operator
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from ...wire import specials
from ...wire.messages import Verb
from . import awaiting, proxies
from .asking import asked_by_suite
from .beside_values import compared
from .exceptions import shown_without_asking
from .expressions import expression, is_expression
from .hashes import is_asked
from .items import ALL_ITEMS, ProxyIterator
from .ordering import unless_shown
from .unnamed import hash_of_unnamed

_T = TypeVar("_T")
_BINARY = tuple(f"{side}{name}" for name in specials.OPERATORS for side in ("", "r", "i"))
_ORDER = ("lt", "le", "gt", "ge")
_TRUTHS = (bool, int, float, str, type(None))  # what a comparison may give
_UNARY = ("neg", "pos", "abs", "invert", "round", "trunc", "floor", "ceil")
# Without any of these an object is true.
OF_TRUTH = specials.mask(("__bool__", "__len__"))
# What an object of a built-in class does not do itself; what changes it, it does.
_DECIDED_BY_VALUE = frozenset(
    (*_ORDER, *_UNARY, *(f"{side}{name}" for name in specials.OPERATORS for side in ("", "r")))
)
_CONVERSIONS: dict[str, Any] = {
    "int": int, "float": float, "complex": complex, "index": int, "bytes": bytes, "fspath": str,
}  # fmt: skip
# What an object that is a plain value besides does not settle by that value.
_BESIDE_VALUE = frozenset(
    "str repr format call enter exit fspath missing await aiter anext aenter aexit".split()  # noqa: SIM905
)


# Methods of plain values that decide something; their arguments would reveal the expected answer.
DECIDING = frozenset(
    "startswith endswith isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric "  # noqa: SIM905
    "isprintable isspace istitle isupper is_integer isdisjoint issubset issuperset".split()
)


def methods(own: int, *, is_value: bool) -> dict[str, Any]:
    """The special methods for a proxy's class; the bits in `own` say which ones the original defines."""
    found: dict[str, Any] = {}
    for name in specials.unmasked(own):
        if name in _METHODS and (not is_value or name in _BESIDE_VALUE):
            found[f"__{name}__"] = _METHODS[name]
    if not is_value:
        found["__sizeof__"] = lambda self: _exactly(int, self, "sizeof")
    if "__eq__" in found:
        found.setdefault("__hash__", None)
        found.setdefault("__ne__", _METHODS["ne"])  # the truth of what `__eq__` gives: a bool
    if own & specials.UNHASHABLE and not is_value:
        found["__hash__"] = None
    if "__len__" in found:
        found.setdefault("__bool__", _METHODS["bool"])
    if "__iter__" in found or "__next__" in found:
        found["__length_hint__"] = _length_hint
    return found


def methods_of_built_in(own: int) -> dict[str, Any]:
    """The methods with which an object of a built-in class decides by its current plain value.

    Those that change the object, such as `+=`, are forwarded; it has a plain value all the same.
    """
    names = [name for name in specials.unmasked(own) if name in _DECIDED_BY_VALUE]
    found: dict[str, Any] = {f"__{name}__": _by_value(name) for name in names}
    if own & OF_TRUTH:
        found["__bool__"] = lambda self: bool(value(self))
    return found


def methods_of_changeable(base: type) -> dict[str, Any]:
    """The methods for classes based on a mutable built-in `base`: compared by current value."""
    found = methods(specials.mask(vars(base)), is_value=False)
    by_value = ["eq", "ne", *_ORDER]
    found |= {f"__{name}__": _by_value(name) for name in by_value if hasattr(base, f"__{name}__")}
    if hasattr(base, "__contains__"):
        found["__contains__"] = _contains
    found["__bool__"] = lambda self: bool(value(self))
    found |= {name: _decided_by_value(name) for name in DECIDING if hasattr(base, name)}
    if base.__hash__ is None:
        found["__hash__"] = None
    else:
        found["__hash__"] = lambda self: hash(value(self))
    return found


def value(proxy: Any) -> Any:
    """The current plain value of the object behind `proxy`."""
    answer = _ask(proxy, Verb.VALUE)
    if proxies.is_proxy(answer):
        raise proxies.talk(proxy).fail(f"{proxies.shown(proxy)} gave an object, not a value")
    return answer


def iterate(proxy: Any) -> ProxyIterator:
    """Iterates over the object behind `proxy`."""
    # A generator's `__iter__` returns the generator itself.
    iterator = proxy if proxies.kind(proxy) == "generator" else _ask(proxy, Verb.ITERATE)
    return ProxyIterator(proxies.talk(proxy), iterator)


def length(proxy: Any) -> int:
    """The length of the object behind `proxy`."""
    answer = _ask(proxy, Verb.LENGTH)
    if type(answer) is not int:
        raise TypeError("the candidate's object gave a length that is no integer")
    if answer > ALL_ITEMS:  # `tuple` and the like make room for as many before they read the first
        raise OverflowError(f"the candidate's object claims a length above {ALL_ITEMS}")
    return answer


def true(proxy: Any) -> bool:
    """The truth of the object behind `proxy`; true if its class defines neither `__bool__` nor `__len__`."""
    if is_expression(proxy):
        raise proxies.talk(proxy).fail(
            f"{proxies.shown(proxy)} came of an operator: whether it is true is not asked"
        )
    if not any(vars(base).get("_grade_truth") for base in type.__dict__["__mro__"].__get__(type(proxy))):
        return True
    _permit(proxy, "it is neither true nor false")
    return _exactly(bool, proxy, "bool")


def true_by_length(proxy: Any) -> bool:
    """The truth of a class that has a length."""
    _permit(proxy, "it is neither true nor false")
    return length(proxy) != 0


def _ask(proxy: Any, verb: int, *arguments: Any) -> Any:
    return proxies.talk(proxy).ask(verb, proxy, *arguments)


def _permit(proxy: Any, otherwise: str) -> None:
    kind = proxy if proxies.is_class(proxy) else type(proxy)
    if proxies.is_builtin(kind):
        value(proxy)  # or the test fails
    elif not proxies.talk(proxy).names_class(kind):
        raise proxies.talk(proxy).fail(
            f"{proxies.shown(proxy)} is an object where a value is due: {otherwise}"
        )


def _exactly(kind: type[_T], proxy: Any, name: str, *operands: Any) -> _T:
    answer = _ask(proxy, Verb.APPLY, name, *operands)
    if type(answer) is not kind or not isinstance(answer, kind):
        raise TypeError(f"the candidate's __{name}__ gave no {kind.__name__}")
    return answer


def _operator(name: str) -> Callable[..., Any]:
    def method(self: Any, *operands: Any) -> Any:
        if (found := expression(self, name, *operands)) is not NotImplemented:
            return found
        _permit(self, "it cannot be reckoned with")
        return _ask(self, Verb.APPLY, name, *operands)

    return unless_shown(method) if name in _ORDER else method


def _conversion(name: str, kind: type) -> Callable[[Any], Any]:
    return lambda self: _exactly(kind, self, name)


def _by_value(name: str) -> Callable[[Any, Any], Any]:
    def method(self: Any, *operands: Any) -> Any:
        decide = getattr(value(self), f"__{name}__", None)
        return NotImplemented if decide is None else decide(*map(_as_value, operands))

    return unless_shown(method) if name in _ORDER else method


def _as_value(operand: Any) -> Any:
    """The plain value of an operand that is one of a changeable class; any other operand itself."""
    is_object = proxies.is_proxy(operand) and not proxies.is_class(operand)
    base = proxies.value_class(type(operand)) if is_object else None
    return operand if base is None or issubclass(type(operand), base) else value(operand)


def _decided_by_value(name: str) -> Callable[..., Any]:
    def method(self: Any, /, *operands: Any) -> Any:
        if proxies.talk(self).names_class(type(self)):
            return _ask(self, Verb.GET, name)(*operands)
        return getattr(value(self), name)(*operands)

    return method


def _contains(self: Any, element: Any) -> Any:
    if proxies.talk(self).names_class(type(self)):
        return _ask(self, Verb.CONTAINS, element) is True
    return _by_value("contains")(self, element)


def _call(self: Any, /, *arguments: Any, **keywords: Any) -> Any:
    return proxies.talk(self).ask(Verb.CALL, self, *arguments, **keywords)


def _getitem(self: Any, key: Any) -> Any:
    return _ask(self, Verb.ITEM, key)


def _setitem(self: Any, key: Any, item: Any) -> None:
    _ask(self, Verb.SET_ITEM, key, item)


def _delitem(self: Any, key: Any) -> None:
    _ask(self, Verb.DELETE_ITEM, key)


def contains(self: Any, element: Any) -> bool:
    """Whether an object or a class contains `element`: by its items, unless the suite names the class."""
    kind = self if proxies.is_class(self) else type(self)
    if not proxies.is_builtin(kind) and proxies.talk(self).names_class(kind):
        return _ask(self, Verb.CONTAINS, element) is True
    if not hasattr(type(self), "__iter__"):
        _permit(self, "it cannot say what it contains")
    iterator = iter(self)
    return any(item is element or item == element for item in _items(iterator) or iterator)


def _iter(self: Any) -> Any:
    # A generator's `__iter__` returns itself; other objects that return themselves have the same proxy.
    iterator = self if proxies.kind(self) == "generator" else _ask(self, Verb.ITERATE)
    if proxies.is_class(iterator) or not proxies.is_proxy(iterator):  # such as an iterator of the suite's own
        return iterator if hasattr(iterator, "__next__") else ProxyIterator(proxies.talk(self), iterator)
    items = _items(iterator)
    if items is None or not items.is_ahead:  # it may begin anew at each `iter()`
        items = ProxyIterator(proxies.talk(iterator), iterator)
        object.__setattr__(iterator, "_grade_items", items)
    items.everything = False
    object.__setattr__(self, "_grade_latest_items", items)
    return iterator


def _items(proxy: Any, which: str = "_grade_items") -> Any:
    """The items of an iterator that were fetched ahead; None if nobody has iterated over it."""
    try:
        return object.__getattribute__(proxy, which)
    except AttributeError:
        return None


def _length_hint(self: Any) -> Any:
    # Asked by `list`, `sorted` and all that is about to take everything, right after `__iter__`.
    if (items := _items(self, "_grade_latest_items")) is not None:
        items.everything = True
    return NotImplemented


def _next(self: Any) -> Any:
    if (known := _items(self)) is not None:
        try:
            return next(known)
        except BaseException:
            with contextlib.suppress(AttributeError):  # it may have been asked while it was asked
                object.__delattr__(self, "_grade_items")  # whoever asks again is told by the iterator itself
            raise
    items, ended, failure = proxies.talk(self).next_items(self, 1)
    if items:
        return items[0]
    if failure is not None:
        raise failure
    if ended:
        raise StopIteration
    raise RuntimeError("the candidate's iterator gave nothing")


def _exit(
    self: Any, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
) -> Any:
    return _ask(self, Verb.EXIT, *awaiting.failure(kind, exc))


def _comparison(name: str) -> Any:
    def method(self: Any, other: Any) -> Any:
        talk, kind = proxies.talk(self), type(self)
        if talk.hashes.are_filling:
            return NotImplemented
        if not proxies.is_proxy(other):
            found = expression(self, name, other)
            return compared(self, name, other) if found is NotImplemented else found
        if type(other) is kind and proxies.is_builtin(kind):
            return bool(getattr(operator, name)(value(self), value(other)))
        asked = talk.names_class_or_object(kind) and (type(other) is kind or _are_asked_about(self, other))
        if asked and type(answer := _ask(self, Verb.APPLY, name, other)) in _TRUTHS:
            return answer
        if (found := expression(self, name, other)) is not NotImplemented:
            return found
        both = " and ".join(dict.fromkeys(map(proxies.shown, (self, other))))
        if asked:
            raise talk.fail(f"{both} are compared: their `__{name}__` gives something that is no truth")
        raise talk.fail(
            f"{both} are compared: objects of the file's own, whose classes the suite does not import"
        )

    return method


def _are_asked_about(*objects: Any) -> bool:
    """Whether the suite names the class of each object, none of which has a plain value to decide by."""
    return all(
        proxies.talk(each).names_class_or_object(type(each))
        and not proxies.is_builtin(type(each))
        and proxies.value_class(type(each)) is None
        for each in objects
    )


def _hash(self: Any) -> int:
    talk = proxies.talk(self)
    if talk.unpacking:
        return talk.hashes.early(self)
    if not is_asked(talk, type(self)):
        return hash_of_unnamed(talk, self)
    told = talk.hashes.told(self)
    return _exactly(int, self, "hash") if told is None else told


def exact_text(proxy: Any, how: str) -> str:
    """What the object says, by `str` or `repr`."""
    return _exactly(str, proxy, how)


def shown_str(self: Any) -> str:
    """The result of `str` in the suite's code; elsewhere a text that is here already."""
    return exact_text(self, "str") if asked_by_suite(2) else shown_without_asking(self)


def shown_repr(self: Any) -> str:
    """The result of `repr` in the suite's code; elsewhere a text that is here already."""
    return exact_text(self, "repr") if asked_by_suite(2) else shown_without_asking(self)


def _format(self: Any, form: str) -> str:
    return _exactly(str, self, "format", form)


_METHODS: dict[str, Any] = {
    **{name: _operator(name) for name in (*_BINARY, *_ORDER, *_UNARY)},
    **{name: _conversion(name, kind) for name, kind in _CONVERSIONS.items()},
    "call": _call,
    "getitem": _getitem,
    "setitem": _setitem,
    "delitem": _delitem,
    "len": length,
    "contains": contains,
    "iter": _iter,
    "next": _next,
    "reversed": lambda self: _ask(self, Verb.APPLY, "reversed"),
    "missing": lambda self, key: _ask(self, Verb.APPLY, "missing", key),
    "await": awaiting.await_,
    "aiter": lambda self: _ask(self, Verb.ITERATE_ASYNC),
    "anext": awaiting.anext_,
    "enter": lambda self: _ask(self, Verb.ENTER),
    "exit": _exit,
    "aenter": awaiting.aenter,
    "aexit": awaiting.aexit,
    "eq": _comparison("eq"),
    "ne": _comparison("ne"),
    "hash": _hash,
    "bool": true,
    "str": shown_str,
    "repr": shown_repr,
    "format": _format,
}
