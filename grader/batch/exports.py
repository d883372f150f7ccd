"""Parses the names that learning platforms give to the files of a class in a downloaded assignment.

One regular expression for each platform finds in such a name who handed in, when, and whether the platform
considered it late. The platform made the name, but from names that people chose; so the expressions never
backtrack far, and a name that does not fit is reported.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..errors import UsageError
from ..machine.regular import Unreadable, content
from ..text import quoted

_MOST_METADATA_BYTES = 16 << 20


@dataclass(frozen=True, slots=True)
class ExportedName:
    """The facts that the name of an exported file or folder contains."""

    candidate: str
    file: str = ""  # what the candidate called it; empty for a folder
    time: str = ""  # when it was handed in, in a form that sorts by time
    late: bool = False


@dataclass(frozen=True, slots=True)
class Platform:
    """The naming scheme of one platform's exports."""

    pattern: re.Pattern[str]
    example: str


PLATFORMS = {
    "canvas": Platform(
        re.compile(r"(?P<who>[^_]{1,100})_(?P<late>LATE_)?(?P<id>\d{1,20})_\d{1,20}_(?P<file>.+)", re.S),
        "lovelaceada_123_4567_homework.py",
    ),
    "moodle": Platform(
        re.compile(
            r"(?P<who>.{1,150}?)_(?P<id>\d{1,20})_assignsubmission_(?:file|onlinetext)(?:_(?P<file>.*))?",
            re.S,
        ),
        "Ada Lovelace_4567_assignsubmission_file/homework.py",
    ),
    "blackboard": Platform(
        re.compile(
            r".{1,150}?_(?P<who>[^_]{1,100})_attempt_(?P<time>\d{4}(?:-\d\d){5})(?:_(?P<file>.+))?", re.S
        ),
        "Homework_alovelace_attempt_2026-11-27-09-44-00_homework.py",
    ),
    "gradescope": Platform(re.compile(r"submission_(?P<id>\d{1,20})"), "submission_4567/homework.py"),
}


def read(name: str, platform: str, people: dict[str, str]) -> ExportedName | None:
    """Parses `name` as `platform` writes it, or returns None; `people` maps submission numbers to names."""
    match = PLATFORMS[platform].pattern.fullmatch(name)
    if match is None:
        return None
    said = {key: value or "" for key, value in match.groupdict().items()}
    number = said.get("id", "")
    if platform == "gradescope":
        return ExportedName(people.get(number, name))
    # People of the same name are distinguished by their number, which a roster has too.
    who = f"{said['who']}_{number}" if number else said["who"]
    return ExportedName(who, said.get("file", ""), _time(said.get("time", "")), bool(said.get("late")))


def _time(digits: str) -> str:
    """Converts `2026-11-27-09-44-00` to ISO 8601 without a zone; returns "" if it is not a time."""
    try:
        return datetime.strptime(digits, "%Y-%m-%d-%H-%M-%S").isoformat()
    except ValueError:
        return ""


def people(folder: Path, platform: str) -> dict[str, str]:
    """Who made which submission, by the metadata file (simple YAML) that Gradescope puts beside them.

    Raises:
        UsageError: it is there, and cannot be read.
    """
    path = folder / "submission_metadata.yml"
    if platform != "gradescope" or not path.exists():
        return {}
    try:
        text = content(path, _MOST_METADATA_BYTES).decode("utf-8")
    except (Unreadable, UnicodeDecodeError) as exc:
        why = exc if isinstance(exc, Unreadable) else f"is not UTF-8 ({exc})"
        raise UsageError(
            f"{quoted(str(path))} {why}.", code="unreadable",
            remedy="Without it, and if it is not there, submissions are named by their numbers.",
        ) from None  # fmt: skip
    names: dict[str, list[str]] = {}
    number = ""
    for line in text.splitlines():
        if start := re.match(r"submission_(\d+):", line):
            number = start[1]
        elif number and (named := re.match(r"\s+-?\s*:name:\s*(.+?)\s*$", line)):
            names.setdefault(number, []).append(named[1].strip("'\""))
    return {number: ", ".join(group) for number, group in names.items()}
