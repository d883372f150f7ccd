"""Objects that operators give, and that decide nothing: such as `User.name == "eve"`, which a query takes.

A comparison that gives an object cannot end a test well: its truth is never asked, and fails the test. The
operand is sent to the candidate's code, which may be what a test expects; so this is done only for a suite
that uses a library with such expressions.
"""

from __future__ import annotations

from typing import Any

from ...wire.messages import Verb
from . import proxies

_HAVE_EXPRESSIONS = frozenset(("peewee", "sqlalchemy", "sqlmodel"))
_MARK = "_grade_expression"


def expression(proxy: Any, name: str, *operands: Any) -> Any:
    """The object that an operator gives; NotImplemented if it gives a value, or is not asked."""
    talk = proxies.talk(proxy)
    if talk.imported.inside.isdisjoint(_HAVE_EXPRESSIONS):
        return NotImplemented
    answer = talk.ask(Verb.APPLY, proxy, name, *operands)
    if not _is_mere_object(answer):
        return NotImplemented
    object.__setattr__(answer, _MARK, True)
    return answer


def is_expression(proxy: Any) -> bool:
    """Whether `proxy` came of an operator, so that it must not decide anything."""
    try:
        return object.__getattribute__(proxy, _MARK) is True
    except AttributeError:
        return False


def _is_mere_object(answer: Any) -> bool:
    """Whether `answer` is an object whose truth is asked where `is_expression` is considered."""
    if not proxies.is_proxy(answer) or proxies.is_class(answer) or isinstance(answer, BaseException):
        return False
    return proxies.value_class(type(answer)) is None and not proxies.is_builtin(type(answer))
