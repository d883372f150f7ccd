"""Objects that operators give, and that decide nothing: such as `User.name == "eve"`, which a query takes.

The operand is sent to the candidate's code, and it may be what a test expects. So this is done only for a
suite that uses a library with such expressions, and ends the test unless an object comes of it, whose truth
is never asked: else who has seen the operand could answer with it next, as an iterator with its next item.
"""

from __future__ import annotations

from typing import Any

from ...wire.messages import Verb
from . import proxies

_HAVE_EXPRESSIONS = frozenset(("peewee", "sqlalchemy", "sqlmodel"))
_MARK = "_grade_expression"


def expression(proxy: Any, name: str, *operands: Any) -> Any:
    """The object that an operator gives; NotImplemented if it is not asked.

    Raises:
        Trouble: it gives a value.
    """
    talk: Any = proxies.talk(proxy)
    kind = type(proxy)
    if talk.imported.inside.isdisjoint(_HAVE_EXPRESSIONS):
        return NotImplemented
    if proxies.is_builtin(kind) or not talk.can_be_operands(operands):
        return NotImplemented
    if talk.names_class(kind) and not _is_of_library(kind):  # such as a row, which equals nothing plain
        return NotImplemented
    answer = talk.ask_telling(proxy, name, *operands)
    if not _is_mere_object(answer):
        raise talk.fail(f"{proxies.shown(proxy)} is an object where a value is due, or an expression")
    object.__setattr__(answer, _MARK, True)
    return answer


def is_expression(proxy: Any) -> bool:
    """Whether `proxy` came of an operator, so that it must not decide anything."""
    try:
        return object.__getattribute__(proxy, _MARK) is True
    except AttributeError:
        return False


def _is_of_library(kind: Any) -> bool:
    """Whether a class says that it is of such a library; if that is not so, it is no worse off."""
    return str(proxies.talk(kind).ask(Verb.GET, kind, "__module__")).partition(".")[0] in _HAVE_EXPRESSIONS


def _is_mere_object(answer: Any) -> bool:
    """Whether `answer` is an object whose truth is asked where `is_expression` is considered."""
    if not proxies.is_proxy(answer) or proxies.is_class(answer) or isinstance(answer, BaseException):
        return False
    return proxies.value_class(type(answer)) is None and not proxies.is_builtin(type(answer))
