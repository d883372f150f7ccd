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
from contextvars import ContextVar, copy_context
from threading import Thread
from typing import Any, Protocol
from weakref import WeakKeyDictionary, WeakSet

from ...wire import steps
from ...wire.frames import WireError
from ...wire.messages import LOOP_SECONDS, Verb

_MOST_SECONDS = 1e9
# Which task was the last to ask inside for something, in what runs or in what has begun it: of whose loops,
# its number, and how often it has asked.
_strand: ContextVar[tuple[Any, int, int]] = ContextVar("strand", default=(None, 0, 0))


class RunsInside(Protocol):
    """The part of the conversation that the loops need."""

    trouble: Any  # what ended the test, or None

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
        self._is_over = False  # whether the test is
        self._turns: WeakSet[Any] = WeakSet()  # the suite's loops that go by turns
        self._latest: Any = None  # the selector of the last of them that asked for something
        self._strands: WeakKeyDictionary[Any, list[int]] = WeakKeyDictionary()  # the suite's tasks, as below
        self._numbers = itertools.count(1)
        self._places = itertools.count()
        self._tasks: dict[int, Any] = {}  # of what the candidate's code awaits, until it has the result
        self._left: list[int] = []  # those of which the sandbox does not know the end
        self._failure: BaseException | None = None  # of one of them, such as of `pytest.fail`
        self._own: Any = None  # the loop for these where the suite has none

    def run(self, test: Awaitable[object]) -> None:
        """Runs a test that is a coroutine; also before it asks for anything it goes by virtual time."""
        import asyncio  # not above: few suites need it, and it takes long to import

        async def begun() -> None:
            if self.is_virtual:
                self.strand()
            await test

        asyncio.run(begun())

    # --- what the suite awaits

    def strand(self) -> tuple[int, int, int, int]:
        """The number of the task that runs and of its step, and those of what it began in.

        Makes the loop that runs it go by turns.
        """
        from asyncio import current_task

        self._is_busy = True
        loop = running_loop()
        if loop is not self._own:
            if type(loop._selector) is not _Selector:
                loop._selector = _Selector(loop, self)
            loop._selector.loops = self  # it may be older than the test
            self._latest = loop._selector
            self._turns.add(loop)
        of, parent, its_step = _strand.get()
        if of is not self:
            parent = its_step = 0
        if (task := current_task()) is None:
            return parent, its_step + 1, parent, its_step
        if task not in self._strands:
            self._strands[task] = [next(self._numbers), 0]
        place = self._strands[task]
        place[1] += 1
        number, step = place
        _strand.set((self, number, step))
        return number, step, parent, its_step

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
        if self._is_over or not self._talk.live or not (self._is_busy or self._futures):
            return False
        if self._talk.trouble is not None and timeout == 0:
            return False  # let what is here come to its end
        seconds = timeout if timeout is None else min(max(timeout, 0.0), _MOST_SECONDS)
        if not self.is_virtual:  # else a thread here might be waited for
            seconds = LOOP_SECONDS if seconds is None else min(seconds, LOOP_SECONDS)
        told = self._talk.ask(Verb.RUN, None, seconds, self._ended())
        if type(told) is not tuple or tuple(map(type, told)) != (tuple, int, float) or math.isnan(told[2]):
            raise self._talk.disbelieve("its event loop says what none says")
        self._settle(running_loop(), told[0])
        self._fail()
        self._is_busy = told[1] > self.is_virtual  # for threads one waits in real time
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
        loop._ready.rotate(len(loop._ready) - before)  # it was due before what else there is

    def end(self, selector: object) -> None:
        """Ends the loop inside, as the suite's with that selector has ended, if no other goes on."""
        if self._is_over or selector is not self._latest or any(map(_is_running, self._turns)):
            return
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
        number = next(self._places)
        place = [-1 - number, 0]  # what it asks for goes on inside where it is awaited there
        begun, task = steps.begin(
            loop, _awaited(awaitable), copy_context(), lambda task: self._strands.update({task: place})
        )
        if begun.is_over:
            return True, begun.result
        task.add_done_callback(self._noted)
        self._left.append(number)
        self._tasks[number] = task
        return False, number

    def _ended(self) -> tuple[int, ...]:
        """The numbers of these tasks that are over, each once."""
        over = [number for number in self._left if self._tasks[number].done()]
        if over:
            self._left = [number for number in self._left if not self._tasks[number].done()]
        return tuple(over)

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
        if word in ("result", "cancel") and len(arguments) == 1:
            number = arguments[0]
            if type(number) is int and number in self._tasks:
                return self._tasks[number].cancel() if word == "cancel" else self._tasks.pop(number).result()
        raise WireError("a call-back that cannot be")

    def _run(self, seconds: Any, over: Any) -> tuple[int, ...]:
        """Has the tasks run, at most for so many seconds; returns the numbers of those that are over."""
        if type(seconds) not in (int, float) or not 0 <= seconds <= LOOP_SECONDS or type(over) is not tuple:
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
        failure, self._failure = self._failure, None  # once: the loop comes to its end as usual
        if failure is not None:
            raise failure

    def close(self) -> None:
        """Ends what is left of all, at the end of the test.

        Else the collector ends it, perhaps while the next test asks for something, and in its name.
        """
        self._is_over = True
        loops = list(self._turns) if self._own is None else [*self._turns, self._own]
        tasks: set[Any] = {*self._strands}
        if loops:
            from asyncio import all_tasks

            tasks.update(*map(all_tasks, loops))
        for task in tasks:  # a loop would say so of them, and show what they run
            task._log_destroy_pending = task._log_traceback = False
        for task in list(self._strands):
            if not task.done():
                with contextlib.suppress(BaseException):  # of the suite's, or that it runs
                    task.get_coro().close()
        if self._own is not None and not self._own.is_running():
            self._own.close()


class _Selector:
    """The selector of the suite's event loop, which has the one inside run while it waits."""

    def __init__(self, loop: Any, loops: Loops) -> None:
        self._own = loop._selector
        self.loops = loops

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def select(self, timeout: float | None = None) -> Any:
        """Does what the selector's own method does."""
        found = self._own.select(0)
        if self.loops.run_inside(0 if found else timeout):
            return found or self._own.select(0)
        return found or self._own.select(timeout)

    def close(self) -> None:
        """Does what the selector's own method does."""
        self._own.close()
        with contextlib.suppress(Exception):  # tasks that raise while they are cancelled
            self.loops.end(self)


def _is_running(loop: Any) -> bool:
    return loop.is_running() is True


def _new_loop() -> Any:
    import asyncio

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
