"""Item analysis: how many of a class pass each test, and whether those are the strong ones."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...report import Verdict, Visibility
from ..result import ResultDict

# Below this many submissions a correlation is mostly chance.
FEW = 10


@dataclass(slots=True)
class TestItem:
    """One test's statistics over all graded submissions, kept as sums."""

    __test__ = False  # not for pytest to collect
    title: str
    group: str
    max_points: float
    bonus: bool
    is_hidden: bool
    count: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    _value: float = 0.0
    _value_squared: float = 0.0
    _rest: float = 0.0
    _rest_squared: float = 0.0
    _product: float = 0.0

    def add(self, verdict: Verdict, value: float, rest: float) -> None:
        """Adds one submission's result: its share of this test's points, 0 to 1, and its other points."""
        self.count += 1
        self.verdicts[verdict] += 1
        self._value += value
        self._value_squared += value * value
        self._rest += rest
        self._rest_squared += rest * rest
        self._product += value * rest

    @property
    def share(self) -> float:
        """The mean share of the test's points earned, 0 to 1; without partial credit, the pass rate."""
        return self._value / self.count if self.count else 0.0

    @property
    def discrimination(self) -> float | None:
        """How well the test separates strong submissions from weak ones, -1 to 1; None if undefined.

        It is the correlation of the test with the points in all other tests, which for a test that is passed
        or not is the point-biserial correlation; the test's own points are left out, since they would
        correlate with themselves. After S. Henrysson, "Correction of item-total correlations in item
        analysis", Psychometrika 28 (1963), 211-218.
        """
        if self.count < FEW:
            return None
        spread = self.count * self._value_squared - self._value**2
        rest_spread = self.count * self._rest_squared - self._rest**2
        # All have the same: sums of rounded numbers come near 0 only.
        if spread <= 1e-9 * self.count or rest_spread <= 1e-9 * max(1.0, self.count * self._rest_squared):
            return None
        covariance = self.count * self._product - self._value * self._rest
        return max(-1.0, min(1.0, covariance / math.sqrt(spread * rest_spread)))


def word(discrimination: float) -> str:
    """A rating in words, by the thresholds of R. L. Ebel, "Essentials of Educational Measurement" (1972)."""
    for bound, judgement in ((0.4, "very well"), (0.3, "well"), (0.2, "somewhat"), (0.0, "hardly")):
        if discrimination >= bound:
            return judgement
    return "the wrong way round"


class TestItems:
    """The statistics of all tests of the exercise, in the order of the suite."""

    __test__ = False

    def __init__(self) -> None:
        self.by_id: dict[str, TestItem] = {}

    def add(self, tests: Iterable[ResultDict]) -> None:
        """Adds the tests of one graded submission."""
        values = [(test, _value(test)) for test in tests]
        total = math.fsum(test["max_points"] * value for test, value in values if not test["bonus"])
        for test, value in values:
            item = self.by_id.setdefault(test["id"], _item(test))
            own = 0.0 if test["bonus"] else test["max_points"] * value
            item.add(Verdict(test["verdict"]), value, total - own)


def _item(test: ResultDict) -> TestItem:
    return TestItem(
        test["title"],
        test["group"],
        test["max_points"],
        test["bonus"],
        test["visibility"] == Visibility.HIDDEN.value,
    )


def _value(test: ResultDict) -> float:
    """The share of the test's own points that was earned, 0 to 1, even if its group is not paid."""
    if test["verdict"] == Verdict.PASSED.value:
        return 1.0
    return test["points"] / test["max_points"] if test["max_points"] else 0.0
