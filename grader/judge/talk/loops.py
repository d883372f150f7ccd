"""Runs the suite's event loop by turns with the one in the sandbox, as if both were one.

Theory of operation. What the suite awaits begins inside at once; if it is not over then, a future here waits
for the task there. Whenever the suite's loop has nothing to do, its selector has the loop inside run for as
long as it would have waited itself. Likewise, what the candidate's code awaits of the suite begins here at
once, and its rest is a task of the suite's loop; or of one of our own if the suite has none, which runs when
the loop inside has nothing to do. Where time inside is virtual, the suite's loops go by it.
"""

from __future__ import annotations

import contextlib
import itertools
import math
import sys
import time
from collections.abc import Awaitable, Callable, Generator
from contextvars import copy_context
from threading import Thread
from typing import Any, Protocol
from weakref import WeakKeyDictionary

from ...wire import steps
from ...wire.frames import WireError
from ...wire.messages import Verb

# How long one of the loops waits at most before it looks at what else it has to do.
_PIECE_SECONDS = 0.02
_MOST_SECONDS = 1e9


class RunsInside(Protocol):
    """The part of the conversation that the loops need."""

    @property
    def live(self) -> bool:
        """Whether a test is running."""

    def ask(self, verb: int, target: Any, /, *arguments: Any) -> Any:
        """Sends a request and returns the answer."""

    def disbelieve(self, what: str) -> BaseException:
        """Ends the test because of an impossible claim; returns the exception to raise."""


class Pending:
    """What has begun inside, and is not over: the number of its task there."""

    def __init__(self, number: object = None) -> None:
        self.number = number if type(number) is int else -1


def running_loop() -> Any:
    """The event loop of the suite that runs in this thread, if it can go by turns; else None."""
    events = sys.modules.get("asyncio.events")  # without it there is no loop
    loop: Any = events._get_running_loop() if events else None
    return loop if hasattr(loop, "_selector") and hasattr(loop, "_thread_id") else None


class Loops:
    """The event loops of one test."""

    def __init__(self, talk: RunsInside, is_answer: Callable[[BaseException], bool]) -> None:
        """`is_answer` says which exceptions the candidate's code is told of; others end the test."""
        self._talk = talk
        self._is_answer = is_answer
        self.is_virtual = False  # whether time inside is
        self._is_busy = False  # whether anything inside is left to be run
        self._futures: dict[int, Any] = {}  # for tasks inside that are not over, by number
        self._strands: WeakKeyDictionary[Any, int] = WeakKeyDictionary()  # numbers of the suite's tasks
        self._numbers = itertools.count()
        self._tasks: dict[int, Any] = {}  # of what the candidate's code awaits, until it has the result
        self._left: list[int] = []  # numbers of those of which the sandbox does not know the end
        self._failure: BaseException | None = None  # of one of them, such as of `pytest.fail`
        self._own: Any = None  # the loop for these where the suite has none

    # --- what the suite awaits

    def strand(self) -> int:
        """The number of the task that runs, and makes the loop that runs it go by turns."""
        from asyncio import current_task

        self._is_busy = True
        loop = running_loop()
        if loop is not self._own and type(loop._selector) is not _Selector:
            loop._selector = _Selector(loop, self)
        task = current_task()
        return 0 if task is None else self._strands.setdefault(task, next(self._numbers))

    def wait(self, number: int) -> Generator[Any, None, Any]:
        """Waits, as a method `__await__`, for the result of the task inside with that number."""
        from asyncio import CancelledError

        loop, cancelled = running_loop(), None
        if loop is self._own:
            loop.stop()  # the one inside has something to do now
        while True:
            future = self._futures[number] = loop.create_future()
            try:
                yield from future
                break
            except CancelledError as exc:  # so is it inside, where it is decided what comes of it
                cancelled = exc
                if self._futures.get(number) is not future or not self._talk.ask(Verb.CANCEL, None, number):
                    raise
        try:
            return self._talk.ask(Verb.RESULT, None, number)
        except CancelledError:
            if cancelled is None:
                raise
        raise cancelled

    def run_inside(self, timeout: float | None) -> bool:
        """Has the loop inside run, at most for `timeout`; returns whether there was anything to run."""
        if not self._talk.live or not (self._is_busy or self._futures):
            return False
        seconds = timeout if timeout is None else min(max(timeout, 0.0), _MOST_SECONDS)
        if not self.is_virtual:  # else a thread here might be waited for
            seconds = _PIECE_SECONDS if seconds is None else min(seconds, _PIECE_SECONDS)
        told = self._talk.ask(Verb.RUN, None, seconds, self._ended())
        if type(told) is not tuple or tuple(map(type, told)) != (tuple, bool, float) or math.isnan(told[2]):
            raise self._talk.disbelieve("its event loop says what none says")
        self._settle(running_loop(), told[0])
        self._fail()
        self._is_busy = told[1]
        if self.is_virtual:
            self._let_pass(min(told[2], _MOST_SECONDS if seconds is None else seconds))
        return True

    def _let_pass(self, seconds: float) -> None:
        loop, began = running_loop(), time.monotonic()
        now = loop.time() + max(0.0, seconds)
        loop.time = lambda: now + time.monotonic() - began

    def _settle(self, loop: Any, over: tuple[Any, ...]) -> None:
        before = len(loop._ready)
        for number in over:
            future = self._futures.pop(number, None) if type(number) is int else None
            if future is not None and not future.done():
                future.set_result(None)
        steps.first(loop, before)

    def end(self) -> None:
        """Ends the loop inside, as the suite's has ended."""
        self._is_busy = False
        self._futures.clear()
        if self._talk.live:
            self._talk.ask(Verb.CLOSE, None)

    # --- what the candidate's code awaits

    def begin(self, awaitable: Awaitable[Any]) -> tuple[bool, Any]:
        """Begins to await something of the suite's; returns whether it is over, and its result or number."""
        loop = running_loop()
        if loop is None:
            loop = self._own = self._own or _new_loop()
        begun, task = steps.begin(loop, _awaited(awaitable), copy_context())
        if begun.is_over:
            return True, begun.result
        task.add_done_callback(self._noted)
        number = next(self._numbers)
        self._tasks[number] = task
        self._left.append(number)
        return False, number

    def _ended(self) -> tuple[int, ...]:
        """The numbers of these tasks that are over, each once."""
        over = tuple(number for number in self._left if self._tasks[number].done())
        self._left = [number for number in self._left if number not in over]
        return over

    def _noted(self, task: Any) -> None:
        if not task.cancelled() and (exc := task.exception()) is not None and not self._is_answer(exc):
            self._failure = self._failure or exc
        if self._own is not None and self._own.is_running():
            self._own.stop()

    def asked(self, word: str, *arguments: Any) -> Any:
        """Answers what the candidate's code asks about these tasks: their results, to cancel them or to run.

        Raises:
            WireError: it is no question that the worker asks.
        """
        if word == "run" and len(arguments) == 2:
            return self._run(*arguments)
        if len(arguments) == 1 and type(arguments[0]) is int and arguments[0] in self._tasks:
            if word == "cancel":
                return self._tasks[arguments[0]].cancel()
            if word == "result":
                return self._tasks.pop(arguments[0]).result()
        raise WireError("a call-back that cannot be")

    def _run(self, seconds: Any, over: Any) -> tuple[int, ...]:
        """Has the tasks run, at most for so many seconds; returns the numbers of those that are over."""
        if type(seconds) not in (int, float) or not 0 <= seconds <= _PIECE_SECONDS or type(over) is not tuple:
            raise WireError("no time for a loop to run")
        loop = self._own
        if loop is not None:
            self._settle(loop, over)
        if loop is None or loop.is_running():
            time.sleep(seconds)  # they run when the suite's own loop does
        elif not seconds:
            loop.call_soon(loop.stop)  # one round
            _alone(loop.run_forever)
        else:
            timer = loop.call_later(seconds, loop.stop)
            _alone(loop.run_forever)
            timer.cancel()
        self._fail()
        return self._ended()

    def _fail(self) -> None:
        if self._failure is not None:
            raise self._failure

    def close(self) -> None:
        """Ends what is left of them, at the end of the test."""
        for task in self._tasks.values():
            task._log_destroy_pending = False
        if self._own is not None and not self._own.is_running():
            self._own.close()


class _Selector:
    """The selector of the suite's event loop, which has the one inside run while it waits."""

    def __init__(self, loop: Any, loops: Loops) -> None:
        self._own = loop._selector
        self._loops = loops

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def select(self, timeout: float | None = None) -> Any:
        """Does what the selector's own method does."""
        found = self._own.select(0)
        if self._loops.run_inside(0 if found else timeout):
            return found or self._own.select(0)
        return found or self._own.select(timeout)

    def close(self) -> None:
        """Does what the selector's own method does."""
        self._own.close()
        with contextlib.suppress(Exception):  # tasks that raise while they are cancelled
            self._loops.end()


def _new_loop() -> Any:
    import asyncio  # not above: few suites need it, and it takes long to import

    return asyncio.new_event_loop()


async def _awaited(awaitable: Awaitable[Any]) -> Any:
    return await awaitable


def _alone(run: Callable[[], None]) -> None:
    """Runs a loop in this thread, or in another if one runs here."""
    if running_loop() is None:
        run()
    else:
        thread = Thread(target=run)
        thread.start()
        thread.join()
