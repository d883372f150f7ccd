"""The callbacks of a run at its turning points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ...report import Verdict
from ..events import Event

Emit = Callable[[Event], None]


@dataclass(frozen=True, slots=True)
class RunHooks:
    """Callbacks of a run at its turning points; by default they do nothing."""

    emit: Emit = lambda event: None  # is told what was found
    reason_to_stop: Callable[[], tuple[Verdict, str] | None] = lambda: None  # asked before each test
    before_first: Callable[[], None] = lambda: None  # the suites are collected, and a test will run
