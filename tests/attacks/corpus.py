"""The attack files: what each tries and what it must earn, as its first lines say.

An attack is a whole submission, `AIM/name_of_it.py`, that begins with comment lines of this form:

    # exercise: flatten
    # attack: R01
    # must: earn no more than a stub
    # verdicts: failed, error
    # within: 20 seconds
    # sandboxes: bubblewrap

The first three are needed. `verdicts` are those that a base test may get, `within` bounds the whole grading.
In place of a line `# with: memory` stands what is in selftests/memory.py.
Files are read as bytes, since some of them are no text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.exercises.find import find, root
from grader.machine.paths import shipped
from grader.report import Report, Verdict
from grader.selftest.cheats import with_memory
from grader.submissions.submission import MOST_BYTES
from tests.real import NAMES

FOLDER = Path(__file__).parent
# The classes of the threat model that a file can stand for, by letter. The rest is about file names (T06),
# or about what a run of the whole command does, and is tested beside this.
CLASSES = {
    "R": 11,
    "X": 9,
    "I": 7,
    "P": 10,
    "F": 5,
    "S": 17,
    "D": 17,
    "L": 11,
    "T": 6,
    "B": 6,
    "G": 8,
    "C": 11,
}
NO_FILE = {
    "D17": "many submissions at once",
    "L11": "a crash of the grader",
    "T03": "formats other than text and JSON",
    "T06": "the name of a file",
    "B04": "a file above the limit of its size",
}
# One file may try several things: "R01, R07".
_HEADER_LINES = 12
_LINE = re.compile(rb"# ([a-z]+): ([ -~]*?)[ \t]*\r?$")
_KEYS = {"exercise", "attack", "must", "verdicts", "within", "sandboxes", "with"}
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class HeaderError(ValueError):
    """The first lines of an attack file are not as they should be."""


@dataclass(frozen=True, slots=True)
class Must:
    """What the base tests must earn: compared with all points, with a share of them or with a stub."""

    words: str

    def broken_by(self, report: Report, stub_points: float) -> str:
        """How `report` breaks it, in a few words; empty where it does not."""
        assert report.score is not None
        points, most = report.score.points, report.score.max_points
        if self.words == "earn everything":
            return "" if points == most else f"{points:g} of {most:g} points, and not all"
        if self.words == "earn less than everything":
            return "" if points < most else "all points"
        if self.words == "earn no more than a stub":
            return "" if points <= stub_points else f"{points:g} points, where a stub earns {stub_points:g}"
        allowed = most * int(self.words.split()[3]) / 100
        return "" if points <= allowed else f"{points:g} points of at most {allowed:g}"


@dataclass(frozen=True, slots=True)
class Attack:
    """One file of the corpus."""

    name: str  # AIM/name_of_it
    exercise: str
    classes: tuple[str, ...]
    must: Must
    verdicts: frozenset[Verdict]  # all of them where the file does not say
    within_seconds: float | None
    sandboxes: tuple[str, ...]
    source: bytes

    @property
    def aim(self) -> str:
        """What it is after: the folder that it lies in."""
        return self.name.partition("/")[0]

    @property
    def heavy(self) -> bool:
        """Whether it uses the machine up, so that others would suffer from many of them at once."""
        return self.aim == "exhaust" and not self.sleeps

    @property
    def sleeps(self) -> bool:
        """Whether it uses up nothing but time."""
        return self.classes[0] == "D16"


def attacks() -> Iterator[Attack]:
    """All of them, by name.

    Raises:
        HeaderError: a header is wrong.
    """
    for path in sorted(FOLDER.glob("*/*.py")):
        yield read(f"{path.parent.name}/{path.stem}", path.read_bytes())


def read(name: str, source: bytes) -> Attack:
    """The attack in the file with that content.

    Raises:
        HeaderError: its header is wrong.
    """
    fields = _fields(name, source)
    slug = fields["exercise"]
    if not (shipped("exercises") / slug / "exercise.toml").is_file():
        raise HeaderError(f"{name}: there is no exercise {slug!r}")
    limit = find(slug, root(str(shipped("exercises")))).limits.source_bytes
    if len(source) > min(limit, MOST_BYTES):
        raise HeaderError(f"{name}: too long to be graded")
    return Attack(
        name=name,
        exercise=slug,
        classes=_classes(name, fields["attack"]),
        must=_must(name, fields["must"]),
        verdicts=_verdicts(name, fields.get("verdicts")),
        within_seconds=_within(name, fields.get("within")),
        sandboxes=_sandboxes(name, fields.get("sandboxes")),
        source=with_memory(source),
    )


def _fields(name: str, source: bytes) -> dict[str, str]:
    fields: dict[str, str] = {}
    for line in source.removeprefix(_BYTE_ORDER_MARK).split(b"\n", _HEADER_LINES)[:_HEADER_LINES]:
        found = _LINE.match(line)
        if found is None:
            continue
        key, value = found[1].decode("ascii"), found[2].decode("ascii")
        if key not in _KEYS:
            raise HeaderError(f"{name}: unknown key {key!r}")
        if key in fields:
            raise HeaderError(f"{name}: {key!r} is there twice")
        fields[key] = value
    missing = [key for key in ("exercise", "attack", "must") if key not in fields]
    if missing:
        raise HeaderError(f"{name}: no line for {', '.join(missing)}")
    return fields


def _classes(name: str, words: str) -> tuple[str, ...]:
    held = tuple(words.split(", "))
    for word in held:
        if word not in every_class():
            raise HeaderError(f"{name}: no attack has the number {word!r}")
    return held


def every_class() -> list[str]:
    """The ids of all attack classes."""
    return [f"{letter}{number:02}" for letter, count in CLASSES.items() for number in range(1, count + 1)]


def _must(name: str, words: str) -> Must:
    known = ("earn no more than a stub", "earn everything", "earn less than everything")
    if words not in known and not re.fullmatch(r"earn at most (\d|[1-9]\d) %", words):
        raise HeaderError(f"{name}: it cannot be that it must {words!r}")
    return Must(words)


def _verdicts(name: str, words: str | None) -> frozenset[Verdict]:
    if words is None:
        return frozenset(Verdict)
    known = {verdict.value for verdict in Verdict}
    named = words.split(", ")
    if not known.issuperset(named):
        raise HeaderError(f"{name}: no verdicts are called {words!r}")
    return frozenset(map(Verdict, named))


def _within(name: str, words: str | None) -> float | None:
    if words is None:
        return None
    found = re.fullmatch(r"([1-9]\d*) seconds", words)
    if found is None:
        raise HeaderError(f"{name}: {words!r} is no time")
    return float(found[1])


def _sandboxes(name: str, words: str | None) -> tuple[str, ...]:
    if words is None:
        return NAMES
    if words not in NAMES:
        raise HeaderError(f"{name}: {words!r} is none of {', '.join(NAMES)}")
    return (words,)
