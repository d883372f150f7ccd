"""The suite's functions, coroutines and iterators, as the candidate's code finds and calls them.

As in `visible`, nothing here leads to the rest of the worker, and nothing is trusted.
"""

from __future__ import annotations

import builtins

from .visible import make_room

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from typing import Any

    from .visible import Ask

    # Goes on with an iterator in the judge; gives whether there is an item, and it or what came at the end.
    Step = Callable[..., tuple[bool, Any]]
    Parameter = tuple[str, int, tuple[Any, ...]]
    Facts = tuple[str | None, dict[str, Any], dict[str, Any], tuple[Parameter, ...], str]

_SIGNS = ("", "", "*", "", "**")
# As `annotationlib` asks: formats below 4 want the values, and 4 wants texts.
_ANNOTATE = (
    "lambda format: {name: value if format < 4 else getattr(value, '__name__', str(value))"
    " for name, value in noted.items()}"
)
# `{call}` is longer than any parameter's name, and so are those that begin with it.
_MADE = {
    "": "def made({declared}): return {call}({passed})",
    "generator": "def made({declared}): return (yield from {call}({passed}))",
    "coroutine": "async def made({declared}): return await {call}({passed})",
    "async generator": """
async def made({declared}):
    {call}1 = {call}({passed})
    {call}2, {call}3 = {call}1.asend, None
    while True:
        try: {call}4 = await {call}2({call}3)
        except StopAsyncIteration: return
        try: {call}2, {call}3 = {call}1.asend, (yield {call}4)
        except GeneratorExit:
            await {call}1.aclose()
            raise
        except BaseException as {call}5: {call}2, {call}3 = {call}1.athrow, {call}5
""",
}


class SuiteIterator:
    """An iterator of the suite: each item is fetched from the judge on demand."""

    def __init__(self, step: Step) -> None:
        self._step = step

    def __iter__(self) -> SuiteIterator:
        return self

    def __next__(self) -> Any:
        return self._next("next")

    def _next(self, *how: Any) -> Any:
        goes_on, value = self._step(*how)
        if not goes_on:
            raise StopIteration(value)
        return value


class SuiteGenerator(SuiteIterator):
    """A generator of the suite."""

    def send(self, value: Any) -> Any:
        """Sends `value` into the generator; returns the next item."""
        return self._next("send", value)

    def throw(self, exc: BaseException, *more: Any) -> Any:
        """Raises `exc` in the generator; returns the next item."""
        return self._next("throw", more[0] if more and more[0] is not None else exc)

    def close(self) -> None:
        """Ends the generator where it stands."""
        self._step("close")


class SuiteAsyncIterator:
    """An asynchronous iterator of the suite, or a generator; each step is one of the judge's."""

    def __init__(self, step: Callable[..., Awaitable[tuple[bool, Any]]]) -> None:
        self._step = step

    def __aiter__(self) -> AsyncIterator[Any]:
        return self

    async def __anext__(self) -> Any:
        return await self._next("next")

    async def asend(self, value: Any) -> Any:
        """Sends `value` into the generator; gives the next item."""
        return await self._next("send", value)

    async def athrow(self, exc: BaseException, *more: Any) -> Any:
        """Raises `exc` in the generator; gives the next item."""
        return await self._next("throw", more[0] if more and more[0] is not None else exc)

    async def aclose(self) -> None:
        """Ends the generator where it stands."""
        await self._step("close")

    async def _next(self, *how: Any) -> Any:
        goes_on, value = await self._step(*how)
        if not goes_on:
            raise StopAsyncIteration
        return value


def stand_in(ask: Ask, number: int, name: str) -> Callable[..., Any]:
    """A function that calls the suite's function of that number in the judge."""

    def function(*args: Any, **kwargs: Any) -> Any:
        make_room()
        sent = tuple([_content(each) for each in args])
        failed, found = ask((number, sent, kwargs))
        for view, content in zip(args, sent, strict=True):
            if view is not content and type(content) is bytearray:
                view[:] = content
        if failed:
            raise found
        return found

    function.__name__ = function.__qualname__ = name
    return function


def _content(value: Any) -> Any:
    """What is sent for `value`: of a view of bytes, which buffers hand to streams, what it shows."""
    if type(value) is not memoryview or value.format != "B" or value.ndim != 1:
        return value
    return bytes(value) if value.readonly else bytearray(value)


def suite_function(call: Callable[..., Any], name: str, facts: Facts) -> Any:
    """A stand-in for a function of the suite, with the parameters that decorators look for."""
    doc, annotations, attributes, parameters, kind_of_function = facts
    defaults: dict[str, Any] = {}
    declared, passed, kinds = [], [], [kind for _, kind, _ in parameters]
    for place, (parameter, kind, default) in enumerate(parameters):
        if kind == 3 and 2 not in kinds and 3 not in kinds[:place]:
            declared.append("*")
        if default:
            defaults[f"default_{place}"] = default[0]
        declared.append(_SIGNS[kind] + parameter + (f"=default_{place}" if default else ""))
        if kind == 0 and kinds[place + 1 : place + 2] != [0]:
            declared.append("/")
        passed.append(f"{parameter}={parameter}" if kind == 3 else _SIGNS[kind] + parameter)
    word = "call" + "_" * max([len(parameter) for parameter, _, _ in parameters], default=0)
    namespace = {"__builtins__": builtins, word: call, **defaults}
    text = _MADE[kind_of_function]
    exec(text.format(declared=", ".join(declared), call=word, passed=", ".join(passed)), namespace)
    function = namespace["made"]
    function.__name__ = function.__qualname__ = name
    function.__doc__, function.__annotations__ = doc, annotations
    if hasattr(function, "__annotate__"):  # what `functools.wraps` copies from CPython 3.14 on
        function.__annotate__ = eval(_ANNOTATE, {"__builtins__": builtins, "noted": annotations})
    function.__module__ = "suite"  # which is a name that tells nothing
    vars(function).update(attributes)
    return function


def awaiting(call: Callable[..., Any], ask: Ask) -> Callable[..., Any]:
    """A stand-in for a coroutine function of the suite, which `call` begins in the judge."""

    def asked(word: str, number: int) -> Any:
        make_room()
        failed, found = ask((word, number))
        if failed:
            raise found
        return found

    async def function(*args: Any, **kwargs: Any) -> Any:
        is_over, found = call(*args, **kwargs)
        if is_over:
            return found
        from asyncio import CancelledError

        while (future := asked("wait", found)) is not None:
            try:
                await future
            except CancelledError:  # so is it in the judge, which has the last word
                if not asked("cancel", found):
                    raise
        return asked("result", found)

    function.__name__ = function.__qualname__ = call.__name__
    return function


class SharedSelector:
    """The selector of an event loop that has the suite's tasks run while it waits."""

    def __init__(self, own: Any, run: Callable[[Any], tuple[bool, Any]]) -> None:
        self._own = own
        self._run = run

    def __getattr__(self, name: str) -> Any:
        return getattr(self._own, name)

    def select(self, timeout: float | None = None) -> Any:
        """Does what the selector's own method does."""
        found = self._own.select(0)
        make_room()
        failed, goes_on = self._run(0 if found else timeout)
        if failed:
            raise goes_on
        return found or self._own.select(0 if goes_on else timeout)


def share(loop: Any, run: Callable[[Any], tuple[bool, Any]]) -> None:
    """Lets `run` have the suite's tasks run whenever `loop` waits."""
    if type(loop._selector) is not SharedSelector:
        loop._selector = SharedSelector(loop._selector, run)
