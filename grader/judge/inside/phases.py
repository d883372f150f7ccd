"""Records how the phases of a test went: set-up, call and tear-down."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .explanations import explained


class Phases:
    """The results that pytest has reported for the phases of the running test."""

    def __init__(self) -> None:
        self._words: dict[str, str] = {}  # by phase
        self.failure: BaseException | None = None
        self.explanation = ""
        self.last_call = ""  # before it failed; with `subtests` others come after it
        self.skipped: str | None = None  # why, where the suite skipped it

    def note(
        self, report: pytest.TestReport, call: pytest.CallInfo[None], last_call: Callable[[], str]
    ) -> None:
        """Records the result of one phase; `last_call` describes the last call to the candidate's code."""
        expected_to_fail = hasattr(report, "wasxfail")
        self._words[call.when] = "xfail" if expected_to_fail else report.outcome
        if report.outcome == "skipped" and not expected_to_fail:
            why = report.longrepr[2] if isinstance(report.longrepr, tuple) else ""
            self.skipped = why.removeprefix("Skipped: ")
        if call.excinfo is not None and self.failure is None and report.outcome != "skipped":
            self.failure = call.excinfo.value
            self.explanation = explained(call.excinfo)
            self.last_call = last_call()

    def broke(self, failure: BaseException, explanation: str) -> None:
        """Records a failure that ended the test outside its phases."""
        self.failure = self.failure or failure
        self.explanation = self.explanation or explanation

    def passed(self, *, may_fail: bool) -> bool:
        """Whether the test ran and passed; an expected failure counts if `may_fail`."""
        good = {"passed", "xfail"} if may_fail else {"passed"}
        return "call" in self._words and good.issuperset(self._words.values())
