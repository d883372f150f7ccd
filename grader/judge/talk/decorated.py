"""Binds what the candidate's decorators make of the methods of a suite's class, as Python binds methods.

A function is bound here. An object with a `__get__` of its own is asked inside, but only where a method of
that name in that class was passed to the candidate's code: then the suite has decorated the method, and its
instances are meant to be given to the decorator. Elsewhere such an object may have come in place of a value.
Instances of test classes are never given away, since whoever has one can replace its assertions.
"""

from __future__ import annotations

import sys
from types import MethodType
from typing import Any

from ...wire import specials
from ...wire.messages import Verb
from . import proxies

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
    kind = type(it) if owner is None else owner
    if it is None or not _is_test_class(kind):
        return self if it is None else MethodType(self, it)
    for base in kind.__mro__:
        for name, value in vars(base).items():
            if value is self and proxies.talk(self).was_given_method(base, name):
                raise _refused(self, base, name)
    return self


def _set_name(self: Any, owner: type, name: str) -> None:
    """Tells a descriptor its name, as the making of a class does; refuses one that decorates no method.

    It is the author's fault only where the suite names its class: it may have come in place of a value.
    """
    talk, decorates = proxies.talk(self), proxies.talk(self).was_given_method(owner, name)
    if decorates and not _is_test_class(owner):
        object.__setattr__(self, "_grade_binds", True)
        try:
            tell = talk.ask(Verb.GET, self, "__set_name__")
        except AttributeError:  # few have it
            return
        tell(owner, name)
    elif decorates or talk.names_class(type(self)):
        raise _refused(self, owner, name)
    else:
        raise talk.fail(f"`{owner.__name__}.{name}` is a descriptor of the candidate's where a value is due")


def _refused(proxy: Any, owner: type, name: str) -> BaseException:
    if _is_test_class(owner):
        return proxies.talk(proxy).refuse(
            f"the candidate's code decorates `{owner.__name__}.{name}`, and would be given the test itself: "
            "decorate a function, or a method of a class that has no tests"
        )
    return proxies.talk(proxy).refuse(
        f"`{owner.__name__}.{name}` is a descriptor of the candidate's in a class of the suite's, which can "
        "only use it as the decorator of a method: make the class inside with the fixture `sandbox`"
    )


def _is_test_class(kind: type) -> bool:
    """Whether pytest finds tests in the suite's class `kind`."""
    cases = getattr(sys.modules.get("unittest.case"), "TestCase", None)
    return kind.__name__.startswith("Test") or (cases is not None and issubclass(kind, cases))


def _get(self: Any, it: Any, owner: type | None = None) -> Any:
    if not _decorates_a_method(self):
        return self
    return proxies.talk(self).ask(Verb.GET, self, "__get__")(it, owner)


def _set(self: Any, it: Any, value: Any) -> None:
    if not _decorates_a_method(self):
        raise proxies.talk(self).fail(f"{proxies.shown(self)} is a descriptor where a value is due")
    proxies.talk(self).ask(Verb.GET, self, "__set__")(it, value)


def _decorates_a_method(proxy: Any) -> bool:
    try:
        return object.__getattribute__(proxy, "_grade_binds") is True
    except AttributeError:
        return False
