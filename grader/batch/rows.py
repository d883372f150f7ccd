"""Results as table rows: filtered, sorted, and as CSV in which no spreadsheet finds a formula."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import IO

from ..report import Verdict
from ..text import printable
from .columns import PointColumns
from .result import ResultDict
from .tally import percent

STATUSES = ("graded", "rejected", "error")
MISSING = "missing"
SORTS = ("name", "score", "bonus", "finished")
# What makes a spreadsheet take a cell for a formula, also in full width; and what hides it.
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One candidate's result without its tests."""

    candidate: str
    status: str
    percent: int | None  # None, as the points, where there is no score
    points: float | None
    max_points: float | None
    bonus: float | None
    max_bonus: float | None
    passed: int
    tests: int
    problem: str
    path: str
    finished: str
    submitted: str = ""
    late: bool | None = None  # None where nothing says


@dataclass(frozen=True, slots=True)
class Lateness:
    """Decides whether a submission is late: by a deadline, and by times from a roster, if there is one."""

    due: datetime | None = None
    told: Callable[[str], datetime | None] = lambda name: None

    def of(self, record: ResultDict) -> tuple[str, bool | None]:
        """When the record's submission was handed in, and whether that was late."""
        told = self.told(record.get("attempt_of") or record["candidate"])
        submitted = told.isoformat(timespec="seconds") if told else record.get("submitted", "")
        late: bool | None = record.get("late")
        # What a platform says stands, since an archive may have lost when the file was written.
        if self.due is not None and submitted and (told or late is None):
            return submitted, bool(late) or datetime.fromisoformat(submitted) > self.due
        return submitted, late


@dataclass(frozen=True, slots=True)
class RowFilter:
    """A filter of results; a criterion that is None or empty accepts everything."""

    below: float | None = None  # percent
    status: str | None = None
    test: str = ""  # those who did not pass one whose id or title has this in it

    def matches(self, record: ResultDict) -> bool:
        """Whether `record` passes the filter."""
        report = record["report"]
        if self.status is not None and report["status"] != self.status:
            return False
        score = report["score"]
        if self.below is not None and (
            score is None or score["points"] * 100 >= self.below * score["max_points"]
        ):
            return False
        return not self.test or any(
            test["verdict"] != Verdict.PASSED.value
            and (self.test in test["id"] or self.test.casefold() in test["title"].casefold())
            for test in report["tests"]
        )


def rows(
    records: Iterable[ResultDict], wanted: RowFilter, sort: str, lateness: Lateness | None = None
) -> list[ResultRow]:
    """The rows of matching records, by name, or highest or latest first; those without a score come last."""
    lateness = lateness or Lateness()
    table = [_row(record, lateness) for record in records if wanted.matches(record)]
    table.sort(key=lambda row: row.candidate)
    if sort == "score":
        table.sort(key=lambda row: -1 if row.points is None else row.points, reverse=True)
    elif sort == "bonus":
        table.sort(key=lambda row: -1 if row.bonus is None else row.bonus, reverse=True)
    elif sort == "finished":
        table.sort(key=lambda row: row.finished, reverse=True)
    return table


def missing(name: str) -> ResultRow:
    """A row for somebody on the roster who handed in nothing."""
    return ResultRow(
        name, MISSING, percent=None, points=None, max_points=None, bonus=None, max_bonus=None, passed=0,
        tests=0, problem="nothing was handed in", path="", finished="",
    )  # fmt: skip


def _row(record: ResultDict, lateness: Lateness) -> ResultRow:
    submitted, late = lateness.of(record)
    report = record["report"]
    score, problem, tests = report["score"], report["problem"], report["tests"]
    return ResultRow(
        candidate=record["candidate"],
        status=report["status"],
        percent=percent(score) if score else None,
        points=score["points"] if score else None,
        max_points=score["max_points"] if score else None,
        bonus=score["bonus"] if score else None,
        max_bonus=score["max_bonus"] if score else None,
        passed=sum(test["verdict"] == Verdict.PASSED.value for test in tests),
        tests=len(tests),
        problem=problem["message"] if problem else "",
        path=record["path"],
        finished=record["finished"],
        submitted=submitted,
        late=late,
    )


def text(table: list[ResultRow]) -> Iterator[str]:
    """The rows as lines for a person, one for each candidate."""
    names = [printable(row.candidate, 60) for row in table]
    width = max(map(len, names), default=0)
    for name, row in zip(names, table, strict=True):
        if row.points is None or row.max_points is None:
            yield f"{name:{width}}  {row.status}: {printable(row.problem, 200)}"
            continue
        bonus = f" + {row.bonus:g}/{row.max_bonus:g}" if row.max_bonus else ""
        points = f"{row.points:g}/{row.max_points:g}{bonus}"
        late = "  late" if row.late else ""
        yield f"{name:{width}}  {row.percent:>3} %  {points:14}  {row.passed} of {row.tests} tests{late}"


def write_csv(table: list[ResultRow], file: IO[str], points: PointColumns | None = None) -> None:
    """Writes the rows as CSV with a header; strings are made printable and never begin a formula."""
    writer = csv.writer(file, lineterminator="\n")
    names = points.header() if points else []
    writer.writerow([*(field.name for field in fields(ResultRow)), *map(_cell, names)])
    for row in table:
        more = points.cells(row.candidate) if points else []
        writer.writerow(map(_cell, [*asdict(row).values(), *more]))


def write_json(table: list[ResultRow], file: IO[str]) -> None:
    """Writes the rows as a JSON list of objects, ASCII only."""
    words = json.dumps([asdict(row) for row in table], indent=2)
    file.write(words.replace("##", "\\u0023\\u0023") + "\n")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        return f"{value:g}" if isinstance(value, float) else str(value)
    text = printable(value)
    return f"'{text}" if value.lstrip(" ").startswith(_FORMULA) else text
