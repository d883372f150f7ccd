"""An order to grade a submission, and the callbacks that report the progress."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..exercises.exercise import Exercise
from ..report import Announce, Check, unheard
from ..submissions.submission import Submission


@dataclass(frozen=True, slots=True)
class Order:
    """An order to grade one submission, with all settings that affect how."""

    submission: Submission
    exercise: Exercise
    seed: int | None = None
    visible_only: bool = False
    fail_under: float = 100.0
    decisive: tuple[str, ...] = ()  # tests of which the first that does not pass ends the run
    patience: float = 1.0  # how many times its CPU and elapsed time each test may take
    may_spread: bool = False  # over as many sandboxes as the exercise's tests may run in side by side


@dataclass(frozen=True, slots=True)
class Watcher:
    """Callbacks during a grading; by default they do nothing."""

    on_progress: Announce = unheard
    on_open: Callable[[], None] = lambda: None
    on_tests: Callable[[int], None] = lambda count: None
    on_check: Callable[[Check], None] = lambda check: None
