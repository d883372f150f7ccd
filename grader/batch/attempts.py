"""Handles several files of one candidate: which of them are graded, and which result counts."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from .found import Entry
from .result import ResultDict

MODES = ("latest", "best", "all")
# The numbers that platforms and browsers add to files of the same name.
_NUMBER = re.compile(r"(?:-|_| ?\()(\d{1,4})\)?$")


def chosen(same: list[Entry], mode: str) -> list[Entry]:
    """The entries to grade among those of one candidate; where several remain, each gets a numbered name."""
    in_order = sorted(same, key=_when)
    if len(in_order) == 1 or mode == "latest":
        return in_order[-1:]
    return [
        replace(one, name=f"{one.name}#{number}", attempt_of=one.name)
        for number, one in enumerate(in_order, 1)
    ]


def left_out(same: list[Entry], mode: str) -> Iterator[str]:
    """Yields the paths of files that are not graded because the candidate has a later one."""
    if mode == "latest":
        yield from (one.path for one in sorted(same, key=_when)[:-1])


def best(records: Iterable[ResultDict]) -> list[ResultDict]:
    """The record with the most points among each candidate's attempts; of equal ones the latest."""
    by_candidate: dict[str, ResultDict] = {}
    for record in sorted(records, key=lambda record: _number(str(record["candidate"]))):
        name = record.get("attempt_of") or record["candidate"]
        if name not in by_candidate or _points(record) >= _points(by_candidate[name]):
            by_candidate[name] = record
    return list(by_candidate.values())


def _points(record: ResultDict) -> tuple[float, float]:
    score = record["report"]["score"]
    return (score["points"], score["bonus"]) if score else (-1.0, -1.0)


def _number(name: str) -> int:
    digits = name.rpartition("#")[2]
    return int(digits) if digits.isdecimal() and len(digits) < 6 else 0


def _when(entry: Entry) -> tuple[str, float, int, str]:
    """The sort key of an attempt: time from the platform, number in its name, time of the file."""
    stem = os.path.splitext(os.path.basename(entry.path))[0]
    number = _NUMBER.search(stem)
    # A number says more than a file's time, which an archive or a copy may have changed.
    count = int(number[1]) if number else 0
    return entry.time, count, int(entry.modified), entry.path
