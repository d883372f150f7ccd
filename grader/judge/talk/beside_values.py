"""What an object that the suite has made says of a plain value: that it differs, or that it raises.

`Point(1, 2) != (1, 2)` asks whether the class tells its objects from values, so the object is asked: an
`__eq__` that takes a tuple for a point, or that raises since a tuple has no `x`, is found out. An object that
says it is equal decides nothing: then the test fails. What the candidate's code gave may have come in place
of a value and would learn which one is expected; it is unequal unasked. So only what a call of a class gave
that the suite names is asked.
"""

from __future__ import annotations

import inspect
from typing import Any

from ...wire.messages import Verb
from . import proxies
from .asking import explains
from .ordering import is_showing
from .suite_objects import is_of_suite


def compared(proxy: Any, name: str, other: Any) -> Any:
    """What the object says by `eq` or `ne` beside `other`, which is none of the candidate's objects.

    NotImplemented if it is not asked.

    Raises:
        Trouble: it says that it is equal, or nothing that is a truth.
    """
    talk = proxies.talk(proxy)
    if not proxies.was_made_by_suite(proxy) or talk.unpacking or not talk.names_class(type(proxy)):
        return NotImplemented
    if is_showing(3) or explains(2) or not (_is_object(other) or talk.can_be_operands((other,))):
        return NotImplemented
    answer = talk.ask(Verb.APPLY, proxy, name, other)
    if answer is (name == "ne"):
        return answer
    if _has_own_equality(other) and talk.ask(Verb.GET, proxy, f"__{name}__")(other) is NotImplemented:
        return NotImplemented  # so it was the suite's object that said so, and says so here
    raise talk.fail(f"{proxies.shown(proxy)} says that it equals what is none of the file's own objects")


def _has_own_equality(other: Any) -> bool:
    return is_of_suite(other) and vars(object)["__eq__"] is not inspect.getattr_static(type(other), "__eq__")


def _is_object(other: Any) -> bool:
    return type(other) is object or is_of_suite(other)
