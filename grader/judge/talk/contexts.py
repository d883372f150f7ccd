"""Decorators of libraries by which a test runs within a context manager: the test never goes inside."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from types import FunctionType
from typing import Any

# Which manager a name that decorates a test stands for.
BARE = {"responses:activate": "responses:mock", "respx:mock": "respx:mock"}
# What is called, and gives a manager that decorates a test.
MADE = frozenset(
    (
        "responses:mock", "respx:mock", "requests_mock:Mocker", "requests_mock:mock",
        "aioresponses:aioresponses",
    )
)  # fmt: skip
# The parameter by which a test gets the manager, if it has that; else the managers that are passed last.
_BY_NAME = "respx_mock"
_PASSED_LAST = ("requests_mock:Mocker", "requests_mock:mock", "aioresponses:aioresponses")


def set_up(manager: Any, registry: Any = None, **flags: bool) -> Any:
    """The manager of `responses.activate(...)` with these options."""
    if registry is not None:
        manager._set_registry(registry)
    manager.assert_all_requests_are_fired = flags.get("assert_all_requests_are_fired", False)
    return manager


def within(function: FunctionType, manager: Callable[[], Any], name: str) -> Callable[..., Any]:
    """A function that runs `function` within what `manager` gives in a test; `name` says what made that."""
    signature = inspect.signature(function)
    by_name = _BY_NAME in signature.parameters

    def given(entered: Any, keywords: dict[str, Any]) -> tuple[Any, ...]:
        if by_name:
            keywords[_BY_NAME] = entered
        return (entered,) if name in _PASSED_LAST else ()

    @functools.wraps(function)
    def run(*arguments: Any, **keywords: Any) -> Any:
        with manager() as entered:
            return function(*arguments, *given(entered, keywords), **keywords)

    @functools.wraps(function)
    async def awaited(*arguments: Any, **keywords: Any) -> Any:
        with manager() as entered:
            return await function(*arguments, *given(entered, keywords), **keywords)

    made: Any = awaited if inspect.iscoroutinefunction(function) else run
    if by_name:  # and is no fixture then
        others = [each for each in signature.parameters.values() if each.name != _BY_NAME]
        made.__signature__ = signature.replace(parameters=others)
        del made.__wrapped__
    return made  # type: ignore[no-any-return]
