"""Tests that run only if others passed."""

from __future__ import annotations

from collections.abc import Sequence

from ...report import Verdict
from ..declared import Declared
from .shuffle import Needs, needs
from .verdicts import Refusal


class Requirements:
    """The tests that each test of a suite requires, and their verdicts so far."""

    def __init__(self) -> None:
        self.needs: Needs = {}
        self._titles: dict[str, str] = {}
        self._verdicts: dict[str, Verdict] = {}

    def look(self, tests: Sequence[Declared]) -> None:
        """Records what every test of the suite requires.

        Raises:
            SuiteError: as `needs` does.
        """
        self.needs = needs(tests)
        self._titles = {test.id: test.title for test in tests}

    def note(self, name: str, verdict: Verdict) -> None:
        """Records the verdict on the test with that id."""
        self._verdicts[name] = verdict

    def refusal(self, name: str) -> Refusal | None:
        """The reason why the test must not run; None if it may."""
        for other in self.needs[name]:
            # A test that was not selected, for example by `-k`, blocks nobody.
            if self._verdicts.get(other, Verdict.PASSED) is not Verdict.PASSED:
                return Refusal(
                    Verdict.NOT_RUN, remark=f'not run, because "{self._titles[other]}" did not pass'
                )
        return None
