"""Table columns with the points for each test, or for each group of tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from .result import ResultDict

KINDS = ("summary", "groups", "tests")


class PointColumns:
    """Collects each candidate's points by test or by group, so that the records need not be kept."""

    def __init__(self, kind: str) -> None:
        """`kind` is "groups" or "tests": what gets a column each."""
        self._by_test = kind == "tests"
        self._names: dict[str, str] = {}  # the names of the columns, by key
        self._points: dict[str, dict[str, Fraction]] = {}

    def watched(self, records: Iterable[ResultDict]) -> Iterator[ResultDict]:
        """Passes `records` through, and notes the points in each."""
        for record in records:
            points = self._points[record["candidate"]] = {}
            for test in record["report"]["tests"]:
                key = test["id"] if self._by_test else test["group"]
                self._names.setdefault(key, test["title"] if self._by_test else test["group"])
                points[key] = points.get(key, Fraction(0)) + Fraction(str(test["points"]))
            yield record

    def header(self) -> list[str]:
        """The columns' names; a repeated name gets a number, so that all are different."""
        names: list[str] = []
        uses: dict[str, int] = {}
        for name in self._names.values():
            uses[name] = uses.get(name, 0) + 1
            names.append(name if uses[name] == 1 else f"{name} ({uses[name]})")
        return names

    def cells(self, candidate: str) -> list[float | None]:
        """The candidate's points in each column; None for a test that the candidate's results lack."""
        points = self._points.get(candidate, {})
        return [float(points[key]) if key in points else None for key in self._names]
