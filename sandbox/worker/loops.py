"""Runs the event loop of a test's process by turns with the suite's, as if both were one.

Theory of operation. What the suite awaits begins at once; if it is not over then, a task here stands for it,
by number, and the suite's loop asks this one to run whenever it has nothing to do itself. Likewise for what
the candidate's code awaits of the suite: there is a task for it in the judge, and here a future. If the
suite has no loop, since it is the candidate's code that runs one, that one asks the judge's to run.
"""

from __future__ import annotations

from grader.wire import steps
from grader.wire.messages import LOOP_SECONDS, LOOPS

from . import suite_functions, unseen, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    CallBack = Callable[[tuple[Any, ...]], tuple[bool, Any]]
    # A task of the suite's and its step, by their numbers; and which task, at which step, has made it.
    Strand = tuple[int, int, int, int]

# In the place of a future on which nobody waits; it can be found.
_NOBODY = "nobody"


class Loops:
    """The event loop of one test: the suite's tasks in it, and what the candidate's code awaits."""

    def __init__(self, call_back: CallBack) -> None:
        unseen.keep(self)
        self._call_back = call_back
        self._runner: Any = None
        self._loop: Any = None
        self._contexts: dict[int, Any] = {}  # of the suite's tasks, by number
        self._former: dict[int, list[tuple[int, Any]]] = {}  # what they were, up to which step
        self._tasks: dict[int, Any] = {}  # of what the suite awaits, until it has the result
        self._left: list[int] = []  # numbers of those of which the judge does not know the end
        self._begun_before = 0
        self._awaited: dict[int, Any] = {}  # the suite's tasks by number: a future, or None once it is over
        self._alone = False  # whether the loop runs to the end of something, as the suite has none
        self._runs = False  # whether the suite's loop has it run
        self.asked = unseen.opaque("loops", self._asked)
        self._run_suite = unseen.opaque("run", self._suite_runs)
        self._note = unseen.opaque("note", self._noted)

    def wait_for(self, awaitable: Any) -> Any:
        """Runs the event loop until `awaitable` is done, and returns its result."""
        self._made()
        before, self._alone = self._alone, True
        try:
            return self._runner.run(visible.wait_for(awaitable))
        finally:
            self._alone = before

    def call(
        self, function: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], strand: Strand
    ) -> Any:
        """Calls `function` for a task of the suite's, while the event loop runs."""
        from asyncio import events

        if self._runs or events._get_running_loop() is not None:
            return function(*arguments, **keywords)  # within what a function of the suite answers
        begun, _ = self._begun(visible.call(function, arguments, keywords), strand)
        return begun.result

    def act(self, act: Any, verb: int, target: Any, arguments: list[Any], strand: Strand) -> Any:
        """Does something else for a task of the suite's, likewise.

        `act` is a function of ours: no coroutine or tuple may hold it meanwhile, and so there is no task.
        """
        from asyncio import events

        if self._runs or events._get_running_loop() is not None:
            return act(verb, target, arguments)
        self._made()
        loop, context = self._loop, self._context_of(*strand)
        loop._thread_id = -1  # it counts as running
        events._set_running_loop(loop)
        try:
            return context.run(act, verb, target, arguments)
        finally:
            loop._thread_id = None
            events._set_running_loop(None)

    def begin(self, awaitable: Any, strand: Strand) -> tuple[bool, Any]:
        """Begins to await something for a task of the suite's.

        Returns whether it is over, and its result, or else its number.
        """
        begun, task = self._begun(visible.wait_for(awaitable), strand)
        if begun.is_over:
            return True, begun.result
        task.add_done_callback(self._note)
        self._begun_before += 1
        self._tasks[self._begun_before] = task
        self._left.append(self._begun_before)
        return False, self._begun_before

    def _begun(self, coroutine: Any, strand: Strand) -> tuple[steps.Begun, Any]:
        from asyncio import events
        from contextvars import copy_context

        loop = events._get_running_loop()
        if loop is not None:  # a function of the suite's asks, within what it answers
            return steps.begin(loop, coroutine, copy_context())
        self._made()
        return steps.begin(self._loop, coroutine, self._context_of(*strand))

    def _context_of(self, number: int, step: int, parent: int, its_step: int) -> Any:
        """The context of a task of the suite's, which begins with what there was when it was made."""
        if number not in self._contexts:
            at = [context for step, context in self._former.get(parent, ()) if step >= its_step]
            self._contexts[number] = (at or [self._contexts.get(parent) or self._contexts[0]])[0].copy()
        context, former = self._contexts[number], self._former.setdefault(number, [])
        if former and _are_same(former[-1][1], context):
            former[-1] = (step - 1, former[-1][1])
        else:
            former.append((step - 1, context.copy()))
        return context

    def _made(self) -> None:
        import asyncio

        if self._runner is None:
            # One loop as long as the suite has one: locks and sessions belong to the loop they were made in.
            self._runner = asyncio.Runner()
            self._loop = self._runner.get_loop()
            self._contexts[0] = self._runner._context

    def result(self, number: int) -> Any:
        """The result of what `begin` began; raises what that raised."""
        return self._tasks.pop(number).result()

    def cancel(self, number: int) -> bool:
        """Cancels what `begin` began; returns whether it was not over."""
        return number in self._tasks and self._tasks[number].cancel() is True

    def run(self, seconds: float | None, over: tuple[int, ...]) -> tuple[tuple[int, ...], int, float]:
        """Runs the event loop for so long, or until the suite's has something to do.

        `over` are tasks of the suite that are over. Returns the numbers of those here, the seconds that have
        passed, and before these how much is left: 2 if there is something to run, 1 if only threads or files
        could bring something, else 0.
        """
        self._made()
        loop = self._loop
        before = len(loop._ready)
        self._settle(over)
        loop._ready.rotate(len(loop._ready) - before)  # it was due before what else there is
        began, timer = loop.time(), None
        if seconds == 0:
            loop.call_soon(loop.stop)  # one round
        elif seconds is not None:
            timer = loop.call_later(seconds, loop.stop)
        self._runs = True
        try:
            loop.run_forever()
        finally:
            self._runs = False
            if timer is not None:
                timer.cancel()
        return self._ended(), self._what_is_left(), loop.time() - began

    def _what_is_left(self) -> int:
        from _thread import _count as threads
        from asyncio import all_tasks

        loop = self._loop
        if loop._ready or loop._scheduled or all_tasks(loop):
            return 2
        # A loop has a file of its own, by which threads wake it.
        return 1 if threads() or len(loop._selector.get_map()) > 1 else 0

    def close(self) -> None:
        """Ends the event loop and all of its tasks, as the end of the suite's does."""
        runner, self._runner, self._loop = self._runner, None, None
        if runner is not None:
            runner.close()

    def _ended(self) -> tuple[int, ...]:
        """The numbers of the tasks that are over, each once."""
        over = [number for number in self._left if self._tasks[number].done()]
        if over:
            self._left = [number for number in self._left if not self._tasks[number].done()]
        return tuple(over)

    def _noted(self, task: Any) -> tuple[bool, Any]:
        if not task.cancelled():
            task.exception()  # so that the loop does not say that nobody asked
        self._interrupt()
        return False, None

    def _interrupt(self) -> None:
        if self._runs:
            self._loop.stop()

    # --- what the candidate's code awaits

    def _asked(self, call: tuple[Any, ...]) -> tuple[bool, Any]:
        """Answers what the stand-in of a coroutine function of the suite asks."""
        try:
            word, number = call
            if word == "wait":
                return False, self._future(number)
            if word == "cancel" and self._awaited.get(number, number) is None:
                return False, False
            return self._call_back((LOOPS, (word, number), {}))
        except BaseException as exc:  # noqa: BLE001 - it is raised where the candidate's code asked
            return True, exc

    def _future(self, number: int) -> Any:
        """A future for the end of the suite's task with that number; None if it is over."""
        from asyncio import events
        from contextvars import copy_context

        if self._awaited.get(number, number) is None:
            return None
        loop = events._get_running_loop()
        self._contexts.setdefault(-1 - number, copy_context())
        if loop is None:  # somebody takes the coroutine's steps without one
            while self._awaited.get(number, number) is not None:
                self._awaited.setdefault(number, _NOBODY)
                self._suite_runs(None)
            return None
        future = self._awaited[number] = loop.create_future()
        if self._alone or loop is not self._loop:
            suite_functions.share(loop, self._run_suite)
        else:
            self._interrupt()
        return future

    def _suite_runs(self, timeout: Any) -> tuple[bool, Any]:
        """Has the suite's tasks run, at most for `timeout`; gives whether there were any."""
        try:
            if not any(self._awaited.values()):
                return False, False
            seconds = LOOP_SECONDS if timeout is None else min(max(timeout, 0), LOOP_SECONDS)
            failed, found = self._call_back((LOOPS, ("run", seconds, self._ended()), {}))
            if failed:
                return True, found
            self._settle(found)
            return False, True
        except BaseException as exc:  # noqa: BLE001 - as above
            return True, exc

    def _settle(self, over: tuple[int, ...]) -> None:
        for number in over:
            future, self._awaited[number] = self._awaited.get(number), None
            if future is not None and future is not _NOBODY and not future.done():
                future.set_result(None)


def _are_same(one: Any, other: Any) -> bool:
    """Whether two contexts have the same values."""
    changed = [name for name, value in one.items() if other.get(name, one) is not value]
    return len(one) == len(other) and not changed
