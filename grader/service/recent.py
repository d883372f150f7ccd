"""Answers that many may have: found once, and told to everybody who asks in the next seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_Answer = TypeVar("_Answer")


class Recent:
    """The latest answers by name; those who ask while one is being found wait for the same."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[asyncio.Task[Any], float]] = {}

    async def found(
        self, name: str, find: Callable[[], Coroutine[Any, Any, _Answer]], seconds: float
    ) -> _Answer:
        """What `find` gives, or gave when it was asked less than `seconds` ago; also where it failed."""
        task, began = self._answers.get(name, (None, 0.0))
        if task is None or (task.done() and time.monotonic() - began >= seconds):
            task = asyncio.create_task(find())
            self._answers[name] = task, time.monotonic()
        answer: _Answer = await asyncio.shield(task)
        return answer
