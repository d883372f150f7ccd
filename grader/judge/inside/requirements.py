"""Which tests run only if others passed, and what became of those."""

from __future__ import annotations

from collections.abc import Sequence

from ...report import Verdict
from ..declared import Declared
from .shuffle import Needs, needs
from .verdicts import Refusal


class Requirements:
    """What the tests of a suite require of each other."""

    def __init__(self) -> None:
        self.needs: Needs = {}
        self._titles: dict[str, str] = {}
        self._verdicts: dict[str, Verdict] = {}

    def look(self, tests: Sequence[Declared]) -> None:
        """Takes in what all tests of the suite require.

        Raises:
            SuiteError: as `needs` does.
        """
        self.needs = needs(tests)
        self._titles = {test.id: test.title for test in tests}

    def note(self, name: str, verdict: Verdict) -> None:
        """Takes in the verdict on the test with that id."""
        self._verdicts[name] = verdict

    def refusal(self, name: str) -> Refusal | None:
        """Why the test does not run; None where it may."""
        for other in self.needs[name]:
            # One that was not chosen to run, as by `-k`, stands in nobody's way.
            if self._verdicts.get(other, Verdict.PASSED) is not Verdict.PASSED:
                return Refusal(
                    Verdict.NOT_RUN, remark=f'not run, because "{self._titles[other]}" did not pass'
                )
        return None
