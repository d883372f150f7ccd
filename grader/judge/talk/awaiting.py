"""Lets the suite's event loop await what is inside: it runs to its end there, while the loop stands still.

Theory of operation. A time limit of the suite's, such as `asyncio.wait_for`, is a timer of that loop. When
one has become due meanwhile, the loop has its turn before the result is given, so that the limit counts. It
needs as many turns as there are steps from the timer to the cancellation of who waits.
"""

from __future__ import annotations

import sys
from collections.abc import Generator
from types import TracebackType
from typing import Any

from ...wire.messages import Verb
from . import proxies
from .confined import is_confined
from .exceptions import is_error

_TURNS = 3


def loop_is_running() -> bool:
    """Whether this thread runs an event loop of the suite's, and nothing that the candidate's code calls."""
    asyncio: Any = sys.modules.get("asyncio")
    return asyncio is not None and asyncio._get_running_loop() is not None and not is_confined()


def of_coroutine() -> dict[str, Any]:
    """Additional methods for proxies of coroutines, which let the suite's event loop run them."""
    return {"send": _send, "throw": _throw}


def await_(self: Any) -> Generator[None, None, Any]:
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
) -> bool:
    """The method `__aexit__`."""
    return await _Awaited(self, Verb.EXIT_ASYNC, *failure(kind, exc)) is True


def failure(kind: type[BaseException] | None, exc: BaseException | None) -> tuple[Any, str, Any]:
    """How an exception is sent to a method that leaves a context."""
    return (kind.__name__ if kind else None), str(exc), (exc if isinstance(exc, Exception) else None)


def _answer(proxy: Any, verb: int, *arguments: Any) -> Generator[None, None, Any]:
    raised = None
    try:
        found = proxies.talk(proxy).ask(verb, proxy, *arguments)
    except BaseException as exc:
        if not is_error(exc):
            raise
        raised = exc
    if _is_late():
        for _ in range(_TURNS):
            yield
    if raised is not None:
        raise raised
    return found


class _Awaited:
    """An answer that can be awaited."""

    def __init__(self, proxy: Any, verb: int, *arguments: Any) -> None:
        self._steps = _answer(proxy, verb, *arguments)

    def __await__(self) -> Generator[None, None, Any]:
        return self._steps


def _is_late() -> bool:
    """Whether a timer of the running event loop is due."""
    events = sys.modules.get("asyncio.events")  # without it there is no loop
    loop: Any = events._get_running_loop() if events else None
    timers: Any = getattr(loop, "_scheduled", None)
    return bool(timers) and timers[0].when() <= loop.time()


def _send(self: Any, value: Any) -> Any:
    # Whoever drives a coroutine step by step, as an event loop here does, has it run to its end inside.
    steps = _steps(self)
    if steps is None:
        steps = _answer(self, Verb.AWAIT)
        object.__setattr__(self, "_grade_steps", steps)
    try:
        return next(steps)
    except BaseException:
        object.__delattr__(self, "_grade_steps")  # whoever goes on is told by the coroutine itself
        raise


def _throw(self: Any, exc: Any, *more: Any) -> Any:
    if (steps := _steps(self)) is None:  # it has not begun, or it is over
        return proxies.talk(self).ask(Verb.GET, self, "throw")(exc, *more)
    object.__delattr__(self, "_grade_steps")
    return steps.throw(exc, *more)


def _steps(proxy: Any) -> Generator[None, None, Any] | None:
    try:
        found: Generator[None, None, Any] = object.__getattribute__(proxy, "_grade_steps")
    except AttributeError:
        return None
    return found
