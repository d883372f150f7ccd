"""Takes the first step of a coroutine at once, as `await` does, and leaves the others to a task of its own.

Who awaits something in the other process goes on there, or waits there; here a task stands for it. In the
sandbox the candidate's code can find this module and change it, as it can any event loop.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from asyncio import Task
    from collections.abc import Callable, Coroutine, Generator
    from contextvars import Context
    from typing import Any


class Begun:
    """A coroutine that is under way: who awaits this goes on where it stands."""

    def __init__(self, coroutine: Coroutine[Any, Any, Any]) -> None:
        self.coroutine = coroutine
        self.is_over = False
        self.result: Any = None  # of the coroutine, or what it waits for

    def step(self, method: str, argument: Any) -> None:
        """Goes on with the coroutine by its method `send` or `throw`; what it raises passes through."""
        try:
            self.result = getattr(self.coroutine, method)(argument)
        except StopIteration as end:
            self.is_over, self.result = True, end.value
        except BaseException:
            self.is_over = True
            raise

    def __await__(self) -> Generator[Any, Any, Any]:
        while not self.is_over:
            try:
                sent = yield self.result
            except BaseException as exc:  # noqa: BLE001 - it is the coroutine's
                self.step("throw", exc)
            else:
                self.step("send", sent)
        return self.result


async def rest(begun: Begun) -> Any:
    """The coroutine of the task; its frame is visible, as any coroutine's is."""
    return await begun


def begin(
    loop: Any,
    coroutine: Coroutine[Any, Any, Any],
    context: Context,
    note: Callable[[Task[Any]], Any] = lambda task: None,
) -> tuple[Begun, Task[Any]]:
    """Takes the first step as the task that is returned, which takes the others when the loop runs.

    That task is given to `note` before.

    At once it also waits for whatever the coroutine then waits for: so its turn comes as early as that of any
    other task, and the coroutine learns of it if the task is cancelled.
    """
    from asyncio import events, tasks

    begun = Begun(coroutine)
    task = tasks.Task(rest(begun), loop=loop, context=context)  # not by the loop, which may begin it
    scheduled = loop._ready[-1]
    note(task)
    outer: Any = events._get_running_loop()
    thread = loop._thread_id
    interrupted = None if outer is None else tasks.current_task(outer)
    if interrupted is not None:
        tasks._leave_task(outer, interrupted)
    events._set_running_loop(loop)
    loop._thread_id = thread or -1  # it counts as running
    tasks._enter_task(loop, task)
    try:
        context.run(begun.step, "send", None)
    finally:
        tasks._leave_task(loop, task)
        _start(loop, scheduled)
        loop._thread_id = thread
        events._set_running_loop(outer)
        if interrupted is not None:
            tasks._enter_task(outer, interrupted)
    return begun, task


def _start(loop: Any, scheduled: Any) -> None:
    """Has a task come to where its coroutine stands, or to its end."""
    if loop._ready and loop._ready[-1] is scheduled:
        loop._ready.pop()
    scheduled._run()
    scheduled.cancel()  # where it stands in the midst of others
