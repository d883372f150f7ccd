"""Schedules attempts at tests: confirms time-outs, and cuts tests short while nothing but time-outs occurs.

Theory of operation. Each test gets its full limits, and a second attempt if a time-out must be confirmed; one
that slept gets it only once another test has ended otherwise, since its full time is long.
Once a test has timed out, and as long as every test that asks something of the submission does, the following
ones get only a small part of their time. The first that ends in any other way proves that the submission does
not hang everywhere: then the tests that were cut short run again with their full limits, and no more tests
are cut short. If no test ends otherwise, those count as time-outs and are reported as not run.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Generic, Protocol, TypeVar

from ...report import Verdict
from ..events import HOPELESS
from .pace import Attempted, Pace, Terms

# Loading the file went beyond a limit this often: it will not go better the next time.
_LOAD_FAILURES = 2
_BEYOND_LIMITS = (Verdict.TIMEOUT, Verdict.MEMORY, Verdict.OUTPUT)

Test = TypeVar("Test")


class Steps(Protocol[Test]):
    """The actions on one test that a schedule calls."""

    def attempt(self, test: Test, following: Test | None, terms: Terms) -> Attempted:
        """Runs the test within `terms`, or finds why it cannot run; `following` is the test after it."""

    def conclude(self, test: Test, attempt: Attempted) -> None:
        """Makes the attempt's result the test's verdict."""

    def waits_for(self, test: Test, others: list[Test]) -> bool:
        """Whether the test requires one of `others`."""

    def turn_back(self, test: Test) -> None:
        """Prepares for running a test out of order."""


class Schedule(Generic[Test]):
    """Decides which attempts each test gets."""

    def __init__(self, steps: Steps[Test], pace: Pace, *, tries: Callable[[], bool]) -> None:
        """`tries` says whether tests may be cut short at all."""
        self._steps, self._pace, self._tries = steps, pace, tries
        self._ended_otherwise = False  # whether any test did
        self._ran_out = False
        # What runs again once a test ends otherwise; no attempt where one waits for another.
        self._to_repeat: list[tuple[Test, Attempted | None]] = []
        self._load_failures: list[Verdict] = []

    @property
    def load_failure(self) -> Verdict | None:
        """The limit that loading the file exceeds every time; None if it does not."""
        return self._load_failures[-1] if len(self._load_failures) >= _LOAD_FAILURES else None

    def take(self, test: Test, following: Test | None, count: int) -> None:
        """Runs the next test, one of `count`, and repeats earlier ones if that is due."""
        if self._ran_out and not self._ended_otherwise and self._tries():
            self._try(test, following, count)
        else:
            self._run_in_full(test, following)
        if self._to_repeat and self._ended_otherwise:
            self._run_again(following)
        if following is None:
            self._give_up()

    def _try(self, test: Test, following: Test | None, count: int) -> None:
        if self._steps.waits_for(test, [other for other, _ in self._to_repeat]):
            self._to_repeat.append((test, None))
            return
        attempt = self._attempt(test, following, self._pace.tried(count))
        if attempt.ran_out_of_time:
            checked = replace(attempt.checked, message="", remark=HOPELESS)
            self._to_repeat.append((test, replace(attempt, checked=checked)))
        else:
            self._steps.conclude(test, attempt)

    def _run_in_full(self, test: Test, following: Test | None) -> None:
        attempt = self._attempt(test, following, self._pace.full)
        self._note_loading(attempt)
        if self._pace.must_confirm(attempt):
            if attempt.slept and not self._ended_otherwise and self._tries():
                self._ran_out = True
                self._to_repeat.append((test, attempt))
                return
            self._steps.turn_back(test)
            attempt = self._attempt(test, following, self._pace.full)
            self._note_loading(attempt)
        self._ran_out = self._ran_out or attempt.ran_out_of_time
        self._steps.conclude(test, attempt)

    def _run_again(self, following: Test | None) -> None:
        tests, self._to_repeat = [test for test, _ in self._to_repeat], []
        for test, after in zip(tests, [*tests[1:], following], strict=True):
            self._steps.turn_back(test)
            self._run_in_full(test, after)

    def _give_up(self) -> None:
        unproved, self._to_repeat = self._to_repeat, []
        for test, attempt in unproved:
            if attempt is None:  # what it waits for did not pass, and so it is refused
                self._run_in_full(test, None)
            else:
                self._steps.conclude(test, attempt)

    def _attempt(self, test: Test, following: Test | None, terms: Terms) -> Attempted:
        attempt = self._steps.attempt(test, following, terms)
        self._pace.note(attempt)
        if attempt.asked and not attempt.ran_out_of_time:
            self._ended_otherwise = True
        return attempt

    def _note_loading(self, attempt: Attempted) -> None:
        if attempt.checked.while_loading and attempt.checked.verdict in _BEYOND_LIMITS:
            self._load_failures.append(attempt.checked.verdict)
