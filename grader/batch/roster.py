"""The list of a class: who should have handed in, and when each of them did, if it says so."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..errors import UsageError
from ..machine.regular import Unreadable, content
from ..text import quoted

_MOST_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a class, each as a row of cells."""

    path: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def matched(self, names: Iterable[str], column: str | None = None) -> RosterMatch:
        """Matches candidates' names with people on the roster; finds the column itself if none is given.

        Raises:
            UsageError: no column has any of the names, or there is no such column.
        """
        by_key: dict[str, list[str]] = {}
        for name in names:
            for key in _keys(name):
                by_key.setdefault(key, []).append(name)
        places = list(range(len(self.header))) if column is None else [self._place(column)]

        def found(place: int) -> int:
            return len({row[place].strip().casefold() for row in self.rows} & by_key.keys())

        place = max(places, key=found, default=0)
        if column is None and by_key and not found(place):
            raise UsageError(
                f"No column of {quoted(self.path)} has names of candidates, such as "
                f"{quoted(next(iter(by_key.values()))[0])}.",
                code="roster", remedy=f"Its columns are: {', '.join(map(quoted, self.header))}.",
            )  # fmt: skip
        people: dict[str, tuple[str, ...]] = {}
        missing = []
        for row in self.rows:
            key = row[place].strip().casefold()
            if key and key not in by_key:
                other = next((cell.strip() for cell in row if cell.strip().casefold() not in ("", key)), "")
                missing.append(f"{row[place].strip()} ({other})" if other else row[place].strip())
            people.update(dict.fromkeys(by_key.get(key, ()), row))
        strangers = sorted({name for same in by_key.values() for name in same} - people.keys())
        return RosterMatch(self, people, tuple(missing), tuple(strangers))

    def _place(self, column: str) -> int:
        if column not in self.header:
            raise UsageError(
                f"{quoted(self.path)} has no column {quoted(column)}.", code="roster",
                remedy=f"It has: {', '.join(map(quoted, self.header))}.",
            )  # fmt: skip
        return self.header.index(column)

    def cell(self, row: tuple[str, ...], column: str) -> str:
        """The text in `row` below the heading `column`."""
        return row[self._place(column)].strip()


@dataclass(frozen=True, slots=True)
class RosterMatch:
    """The match of candidates and roster: pairs, people without a submission, candidates not listed."""

    roster: Roster
    people: dict[str, tuple[str, ...]]
    missing: tuple[str, ...]
    strangers: tuple[str, ...]

    def time(self, name: str, column: str) -> datetime | None:
        """When `name` handed in, according to `column`; None if the roster does not say."""
        row = self.people.get(name)
        text = self.roster.cell(row, column) if row else ""
        return moment(text, f"the row of {quoted(name)}") if text else None


def read(path: str) -> Roster:
    """Reads a roster: a CSV file with a line of headings, separated by commas, semicolons or tabs.

    Raises:
        UsageError: it cannot be read, or is not a roster.
    """
    try:
        text = content(Path(path), _MOST_BYTES).decode("utf-8-sig")
    except (Unreadable, UnicodeDecodeError) as exc:
        why = exc if isinstance(exc, Unreadable) else f"is not UTF-8 ({exc})"
        raise UsageError(
            f"The roster {quoted(path)} {why}.", code="roster", remedy="It has to be a CSV file in UTF-8.",
        ) from None  # fmt: skip
    first = text.partition("\n")[0]
    comma = max(",;\t", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=comma) if any(map(str.strip, row))]
    except csv.Error as exc:
        raise UsageError(
            f"The roster {quoted(path)} is no CSV ({exc}).", code="roster", remedy="Export it again."
        ) from None
    if len(rows) < 2:
        raise UsageError(
            f"The roster {quoted(path)} names nobody.", code="roster",
            remedy="It needs a line of headings and a line for each person.",
        )  # fmt: skip
    header = tuple(cell.strip() for cell in rows[0])
    width = len(header)
    return Roster(path, header, tuple(tuple([*row, *[""] * width][:width]) for row in rows[1:]))


def moment(text: str, where: str) -> datetime:
    """Parses a point in time in ISO 8601; without a zone, it is in this machine's.

    Raises:
        UsageError: it is not a point in time.
    """
    try:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{quoted(text)} in {where} is no time.", code="no-time", remedy="Write it as 2026-11-27T23:59."
        ) from None


def _keys(name: str) -> set[str]:
    """The strings by which a roster may name the candidate: the whole name, or a part between underscores."""
    whole = name.casefold()
    return {whole, *re.split("_", whole)} - {""}
