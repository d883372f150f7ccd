"""Lets the suite await what is inside: by turns of the event loops, or to its end where it has none."""

from __future__ import annotations

import sys
from collections.abc import Generator
from types import TracebackType
from typing import Any

from ...wire.messages import Verb
from . import proxies
from .loops import Pending, running_loop

_SHOWING = "asyncio.coroutines"


def of_coroutine() -> dict[str, Any]:
    """Additional methods for proxies of coroutines, which let the suite's event loop run them."""
    return {"send": _send, "throw": _throw, "__getattr__": _attribute}


def _attribute(self: Any, name: str) -> Any:
    # `asyncio` shows a task by what it runs, for errors that nobody may see, and at its end.
    if str(sys._getframe(1).f_globals.get("__name__")) == _SHOWING:
        raise AttributeError(name)
    return proxies.Proxy.__getattr__(self, name)


def await_(self: Any) -> Generator[Any, None, Any]:
    """The method `__await__`."""
    return (yield from _answer(self, Verb.AWAIT))


async def anext_(self: Any) -> Any:
    """The method `__anext__`."""
    return await _Awaited(self, Verb.NEXT_ASYNC)


async def aenter(self: Any) -> Any:
    """The method `__aenter__`."""
    return await _Awaited(self, Verb.ENTER_ASYNC)


async def aexit(
    self: Any, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
) -> Any:
    """The method `__aexit__`."""
    return await _Awaited(self, Verb.EXIT_ASYNC, *failure(kind, exc))


def failure(kind: type[BaseException] | None, exc: BaseException | None) -> tuple[Any, str, Any]:
    """How an exception is sent to a method that leaves a context."""
    return (kind.__name__ if kind else None), str(exc), (exc if isinstance(exc, Exception) else None)


def _answer(proxy: Any, verb: int, *arguments: Any) -> Generator[Any, None, Any]:
    talk = proxies.talk(proxy)
    if running_loop() is None:
        return talk.ask(verb, proxy, *arguments)
    found = talk.ask(Verb.BEGIN, proxy, verb, talk.loops.strand(), *arguments)
    if type(found) is not Pending:
        return found
    return (yield from talk.loops.wait(found.number))


class _Awaited:
    """An answer that can be awaited."""

    def __init__(self, proxy: Any, verb: int, *arguments: Any) -> None:
        self._steps = _answer(proxy, verb, *arguments)

    def __await__(self) -> Generator[Any, None, Any]:
        return self._steps


def _send(self: Any, value: Any) -> Any:
    # Whoever drives a coroutine step by step without an event loop has it run to its end inside.
    steps = _steps(self)
    if steps is None:
        steps = _answer(self, Verb.AWAIT)
        object.__setattr__(self, "_grade_steps", steps)
    try:
        return steps.send(value)
    except BaseException:
        object.__delattr__(self, "_grade_steps")  # whoever goes on is told by the coroutine itself
        raise


def _throw(self: Any, exc: Any, *more: Any) -> Any:
    if (steps := _steps(self)) is None:  # it has not begun, or it is over
        return proxies.talk(self).ask(Verb.GET, self, "throw")(exc, *more)
    try:
        return steps.throw(exc, *more)
    except BaseException:
        object.__delattr__(self, "_grade_steps")
        raise


def _steps(proxy: Any) -> Generator[Any, None, Any] | None:
    try:
        found: Generator[Any, None, Any] = object.__getattribute__(proxy, "_grade_steps")
    except AttributeError:
        return None
    return found
