"""What an object that the suite has made says of a plain value: that it differs, or that it raises.

`Point(1, 2) != (1, 2)` asks whether the class tells its objects from values: an `__eq__` that takes a tuple
for a point, or that raises since a tuple has no `x`, is found out. But what came by calling what the suite
names may be no point: a class can be called in place of a function, and its object would learn the value that
is expected. So beside a plain value an object is unequal unasked, and only when the test has passed, and
nothing can be done any more with what it learns, it is asked whether it agrees. An object that says it is
equal decides nothing: then the test fails. So it does where the object gives no answer, or whoever hangs then
would be tried once more, and know.
"""

from __future__ import annotations

import inspect
from typing import Any

from ...wire.messages import Verb
from . import proxies
from .asking import explains
from .exceptions import is_error
from .ordering import is_showing
from .suite_objects import is_of_suite

# So many comparisons of one test are asked about.
_MOST = 1000

Noted = list[tuple[Any, str, Any]]


def compared(proxy: Any, name: str, other: Any) -> Any:
    """Notes that an object was compared, by `eq` or `ne`, with what is none of the candidate's objects."""
    talk: Any = proxies.talk(proxy)
    if not proxies.was_made_by_suite(proxy) or talk.unpacking or not talk.names_class(type(proxy)):
        return NotImplemented
    if is_showing(3) or explains(2) or len(talk.beside_values) >= _MOST:
        return NotImplemented
    if _is_object(other) or talk.can_be_operands((other,)):
        talk.beside_values.append((proxy, name, other))
    return NotImplemented


def ask_about(noted: Noted) -> None:
    """Asks the objects that were compared whether they differ.

    Raises:
        Trouble: one says that it is equal, or nothing that is a truth, or does not answer.
    """
    while noted:
        proxy, name, other = noted.pop(0)
        talk: Any = proxies.talk(proxy)
        what = proxies.shown(proxy)
        try:
            answer = talk.ask_telling(proxy, name, other)
        except BaseException as exc:
            if not is_error(exc):
                raise
            raise talk.fail(f"{what} raises {type(exc).__name__} beside a plain value") from None
        if answer is (name == "ne") and not _equals(other, proxy):
            continue
        # Unless the suite's object has said so, which Python asks next, and has said it here too.
        if not (
            _has_own_equality(other) and talk.ask(Verb.GET, proxy, f"__{name}__")(other) is NotImplemented
        ):
            raise talk.fail(f"{what} says that it equals what is none of the file's own objects")


def _equals(other: Any, proxy: Any) -> bool:
    """Whether an object of the suite's says by its own class that it equals the candidate's."""
    return _has_own_equality(other) and type(other).__eq__(other, proxy) is True  # type: ignore[call-arg]


def _has_own_equality(other: Any) -> bool:
    return is_of_suite(other) and vars(object)["__eq__"] is not inspect.getattr_static(type(other), "__eq__")


def _is_object(other: Any) -> bool:
    return type(other) is object or is_of_suite(other)
