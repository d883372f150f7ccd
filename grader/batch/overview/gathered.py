"""Collects everything that the overview says; of each record only its finished HTML is kept."""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field

from ...errors import Owner
from ..result import ResultDict
from ..tally import Tally
from .item_analysis import TestItems
from .sheets import owner, sheet

# So many of the slowest submissions are named.
_SLOWEST = 10


@dataclass(frozen=True, slots=True, order=True)
class Slow:
    """The time that one candidate's tests took: the total, and the slowest test."""

    cpu_seconds: float
    wall_seconds: float
    number: int
    name: str
    slowest: str
    slowest_seconds: float


@dataclass(frozen=True, slots=True)
class Ungraded:
    """A candidate without a score, and why."""

    number: int
    name: str
    why: str


@dataclass(slots=True)
class Gathered:
    """The results of one exercise, added up from the records."""

    title: str = ""
    where: set[str] = field(default_factory=set)  # in which sandboxes they ran
    times: list[str] = field(default_factory=list)  # the first and the last
    tally: Tally = field(default_factory=Tally)
    items: TestItems = field(default_factory=TestItems)
    slow: list[Slow] = field(default_factory=list)
    ungraded: dict[Owner, list[Ungraded]] = field(default_factory=dict)
    sheets: list[tuple[str, str]] = field(default_factory=list)  # name and text

    def add(self, number: int, record: ResultDict) -> None:
        """Adds one record."""
        report, name = record["report"], record["candidate"]
        if report["exercise"] and not self.title:
            self.title = report["exercise"]["title"]
        if report["sandbox"]:
            self.where.add(f"{report['sandbox']['kind']} on Python {report['sandbox']['python']}")
        times = [*self.times, record["started"], record["finished"]]
        self.times = [min(times), max(times)]
        self.tally.add(record)
        self.sheets.append((name, sheet(number, record)))
        if report["score"] is None:
            problem = report["problem"]
            why = problem["message"] if problem else "nothing was graded"
            self.ungraded.setdefault(owner(report), []).append(Ungraded(number, name, why))
        else:
            self.items.add(report["tests"])
            self.slow = heapq.nlargest(_SLOWEST, [*self.slow, _slow(number, name, report["tests"])])


def gathered(records: Iterable[ResultDict]) -> Gathered:
    """Collects the results from all records, candidates sorted by name."""
    found = Gathered()
    for number, record in enumerate(records, 1):
        found.add(number, record)
    found.sheets.sort(key=lambda pair: (pair[0].casefold(), pair[0]))
    for troubled in found.ungraded.values():
        troubled.sort(key=lambda one: one.name)
    return found


def _slow(number: int, name: str, tests: list[ResultDict]) -> Slow:
    most = max(tests, key=lambda test: test.get("cpu_seconds", 0.0), default=None)
    return Slow(
        cpu_seconds=sum(test.get("cpu_seconds", 0.0) for test in tests),
        wall_seconds=sum(test.get("wall_seconds", 0.0) for test in tests),
        number=number,
        name=name,
        slowest=most["title"] if most else "",
        slowest_seconds=most.get("cpu_seconds", 0.0) if most else 0.0,
    )
