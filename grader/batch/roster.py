"""The list of a class: who should have handed in, and when each of them did, if it says so."""

from __future__ import annotations

import contextlib
import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from ..errors import UsageError
from ..machine.regular import Unreadable, utf8
from ..text import quoted

_MOST_BYTES = 16 << 20
# As Moodle's worksheet for grading has people's numbers.
_NUMBERED = re.compile(r"[^\W\d]+ (\d+)")
# What platforms write in place of ISO 8601; a month or a day that could be either is in none of them.
_TIMES = (
    "%Y-%m-%d %H:%M:%S %Z", "%A, %d %B %Y, %I:%M %p", "%A, %d %B %Y, %H:%M",
    "%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S",
)  # fmt: skip
# The second line of Canvas's gradebook begins with this.
_NO_PERSON = "Points Possible"
# Moodle's mark for nothing handed in.
_NOTHING = ("", "-")


@dataclass(frozen=True, slots=True)
class Roster:
    """The people of a class, each as a row of cells."""

    path: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def matched(self, names: Iterable[str]) -> RosterMatch:
        """Matches candidates' names with people on the roster, by the column that has most of them.

        A first and a last name in two neighbouring columns are read as one, in either order.

        Raises:
            UsageError: no column has any of the names.
        """
        by_key: dict[str, list[str]] = {}
        for name in dict.fromkeys(names):
            for key in _keys(name):
                by_key.setdefault(key, []).append(name)
        places = self._places(by_key)
        namesakes: dict[str, list[tuple[str, ...]]] = {}
        for row in self.rows:
            namesakes.setdefault(self._key(row, places), []).append(row)
        people: dict[str, tuple[str, ...]] = {}
        missing = []
        for key, same in namesakes.items():
            here = by_key.get(key, [])
            people.update(dict.fromkeys(here, same[0]))
            if key.isdecimal():  # one person, who may be in two sections
                same = same[:1]
            if not here:
                missing += [_label(row, places) for row in same]
            elif len(here) < len(same):
                called = _label(same[0], places)
                missing.append(f"{called}: {len(same)} are called so, {len(here)} handed in")
        strangers = sorted({name for same in by_key.values() for name in same} - people.keys())
        return RosterMatch(self, people, tuple(missing), tuple(strangers))

    def _places(self, by_key: dict[str, list[str]]) -> tuple[int, ...]:
        """The column, or the pair of neighbouring ones, that has most of the candidates' names."""
        columns = [(place,) for place in range(len(self.header))]
        pairs = [(place, place + 1) for place in range(len(self.header) - 1)]
        choices = [*columns, *pairs, *((second, first) for first, second in pairs)]

        def told_apart(places: tuple[int, ...]) -> tuple[int, int]:
            # Of equally good ones, the one in which fewer people are called alike.
            people = [key for key in (self._key(row, places) for row in self.rows) if key]
            return len(by_key.keys() & set(people)), len(set(people)) - len(people)

        places = max(choices, key=told_apart)
        if by_key and not told_apart(places)[0]:
            raise UsageError(
                f"No column of {quoted(self.path)} has names of candidates, such as "
                f"{quoted(next(iter(by_key.values()))[0])}.",
                code="roster", remedy=f"Its columns are: {', '.join(map(quoted, self.header))}.",
            )  # fmt: skip
        return places

    @staticmethod
    def _key(row: tuple[str, ...], places: tuple[int, ...]) -> str:
        """The form in which cells of `row` are compared with names; "" where one of them is empty."""
        cells = [row[place] for place in places]
        if len(cells) == 1 and (numbered := _NUMBERED.fullmatch(cells[0].strip())):
            return numbered[1]
        keys = [_bare(cell) for cell in cells]
        return "".join(keys) if all(keys) else ""

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
        return None if text in _NOTHING else moment(text, f"the row of {quoted(name)}")


def read(path: str) -> Roster:
    """Reads a roster: a CSV file with a line of headings, separated by commas, semicolons or tabs.

    Raises:
        UsageError: it cannot be read, or is not a roster.
    """
    try:
        text = utf8(path, _MOST_BYTES)
    except Unreadable as exc:
        raise UsageError(
            f"The roster {quoted(path)} {exc}.", code="roster", remedy="It has to be a CSV file in UTF-8.",
        ) from None  # fmt: skip
    lines = io.StringIO(text, newline=None)  # which takes every kind of line end
    comma = max(",;\t", key=lines.readline().count)
    lines.seek(0)
    reader = csv.reader(lines, delimiter=comma, strict=True)  # or an open quote takes in the rest
    rows, line = [], 1
    try:
        for row in reader:
            line = reader.line_num + 1
            if any(map(str.strip, row)):
                rows.append(row)
    except csv.Error:
        raise UsageError(
            f"The roster {quoted(path)} is no CSV: the quotes at line {line} do not fit.", code="roster",
            remedy="Mend that line, or export it again.",
        ) from None  # fmt: skip
    if len(rows) < 2:
        raise UsageError(
            f"The roster {quoted(path)} names nobody.", code="roster",
            remedy="It needs a line of headings and a line for each person.",
        )  # fmt: skip
    header = tuple(cell.strip() for cell in rows[0])
    width = len(header)
    people = (row for row in rows[1:] if row[0].strip() != _NO_PERSON)
    return Roster(path, header, tuple(tuple([*row, *[""] * width][:width]) for row in people))


def moment(text: str, where: str) -> datetime:
    """Parses a point in time in ISO 8601 or as platforms write it; without a zone, it is in this machine's.

    Raises:
        UsageError: it is not a point in time.
    """
    text = text.strip()
    for form in (None, *_TIMES):
        with contextlib.suppress(ValueError, OverflowError):
            found = datetime.strptime(text, form) if form else datetime.fromisoformat(text)
            if form and text.endswith("UTC"):  # which strptime reads, and leaves out
                found = found.replace(tzinfo=UTC)
            return found.astimezone(UTC)
    raise UsageError(
        f"{quoted(text)} in {where} is no time.", code="no-time", remedy="Write it as 2026-11-27T23:59."
    )


def _keys(name: str) -> set[str]:
    """The forms in which a roster may have the candidate: whole, by a part between underscores, by a member.

    A platform puts names and numbers together with underscores, and the members of a group with commas.
    """
    keys = set()
    for member in (name, *name.split(", ")):
        parts = member.split("_")
        for place in range(len(parts)):
            keys |= {parts[place], "_".join(parts[place:]), "_".join(parts[: place + 1])}
    return {_bare(key) for key in keys} - {""}


def _bare(text: str) -> str:
    """`text` without what exports write in different ways: case, spaces, punctuation, composed letters."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def _label(row: tuple[str, ...], places: tuple[int, ...]) -> str:
    """What to call somebody: the cells by which the roster was matched, and a name if these are none."""
    own = " ".join(filter(None, (row[place].strip() for place in places)))
    others = [cell.strip() for place, cell in enumerate(row) if place not in places and cell.strip()]
    words = [cell for cell in others if cell[0].isalpha() and "@" not in cell]
    if words and words[0].isalpha() and words[1:] and words[1].isalpha():
        words = [" ".join(words[:2])]
    other = (words or others or [""])[0]
    if not own:
        return other
    return f"{own} ({other})" if other and len(places) == 1 else own
