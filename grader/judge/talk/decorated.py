"""Binds what the candidate's decorators make of the methods of a suite's class, as Python binds methods.

A function is bound here. An object with a `__get__` of its own is asked inside, but only where a method of
that name in that class was passed to the candidate's code: then the suite has decorated the method, and its
instances are meant to be given to the decorator. Elsewhere such an object may have come in place of a value.
Instances of test classes are never given away, since whoever has one can replace its assertions.
"""

from __future__ import annotations

from types import MethodType
from typing import Any

from ...wire import specials
from ...wire.messages import Verb
from . import proxies
from .suite_objects import is_test_case

_BINDING = specials.mask(("__get__", "__set__"))


def of_functions() -> dict[str, Any]:
    """The method by which a function of the candidate's becomes a method of a suite's class."""
    return {"__get__": _bound}


def of_descriptors(own: int) -> dict[str, Any]:
    """The methods of a class whose instances are descriptors, by the bits in `own`."""
    if not own & _BINDING:
        return {}
    found: dict[str, Any] = {"__set_name__": _set_name}
    if own & specials.mask(("__get__",)):
        found["__get__"] = _get
    if own & specials.mask(("__set__",)):
        found["__set__"] = _set
    return found


def _bound(self: Any, it: Any, owner: type | None = None) -> Any:
    if it is None:
        return self
    kind = it if isinstance(it, type) else type(it)
    if not _is_test_class(kind):
        return MethodType(self, it)
    for base in kind.__mro__:
        for name, value in vars(base).items():
            if value is self and proxies.talk(self).was_given_method(base, name):
                raise _withheld(self, base, name)
    return self


def _set_name(self: Any, owner: type, name: str) -> None:
    """Tells a descriptor its name, as the making of a class does; fails the test if it decorates no method.

    It is never the author's fault: whether an object is a descriptor is the candidate's choice.
    """
    talk = proxies.talk(self)
    if not talk.was_given_method(owner, name):
        raise talk.fail(
            f"`{owner.__name__}.{name}` is a descriptor of the candidate's where a value is due: a class of "
            "the suite's can only have one as the decorator of a method, and others are made with `sandbox`"
        )
    if _is_test_class(owner):
        raise _withheld(self, owner, name)
    object.__setattr__(self, "_grade_binds", (owner, name))
    try:
        tell = talk.ask(Verb.GET, self, "__set_name__")
    except AttributeError:  # few have it
        return
    tell(owner, name)


def _withheld(proxy: Any, owner: type, name: str) -> BaseException:
    return proxies.talk(proxy).fail(
        f"the candidate's code decorates `{owner.__name__}.{name}`, and would be given the test itself: "
        "decorate a function, or a method of a class that has no tests"
    )


def _is_test_class(kind: type) -> bool:
    """Whether pytest finds tests in the suite's class `kind`."""
    return kind.__name__.startswith("Test") or is_test_case(kind)


def _get(self: Any, it: Any, owner: type | None = None) -> Any:
    if _binds(self, type(it) if owner is None else owner):
        return proxies.talk(self).ask(Verb.GET, self, "__get__")(it, owner)
    return self


def _set(self: Any, it: Any, value: Any) -> None:
    if not _binds(self, type(it)):
        raise proxies.talk(self).fail(f"{proxies.shown(self)} is a descriptor where a value is due")
    proxies.talk(self).ask(Verb.GET, self, "__set__")(it, value)


def _binds(proxy: Any, kind: type) -> bool:
    """Whether a descriptor decorates a method, and so is given instances of `kind`, if that has no tests."""
    try:
        owner, name = object.__getattribute__(proxy, "_grade_binds")
    except AttributeError:
        return False
    if _is_test_class(kind):  # which derives from the class with the method
        raise _withheld(proxy, owner, name)
    return True
