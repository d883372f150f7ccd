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

from . import gradescope


@dataclass(frozen=True, slots=True)
class ExportedName:
    """The facts that the name of an exported file or folder contains."""

    candidate: str
    file: str = ""  # what the candidate called it; empty for a folder
    time: str = ""  # when it was handed in, in a form that sorts by time
    late: bool | None = None  # None where the platform does not say


@dataclass(frozen=True, slots=True)
class Person:
    """A submission's people as a platform lists them beside the files."""

    name: str
    time: str = ""  # when they handed in


@dataclass(frozen=True, slots=True)
class Platform:
    """The naming scheme of one platform's exports."""

    pattern: re.Pattern[str]
    example: str


PLATFORMS = {
    "canvas": Platform(
        # A file, a text or a link; in an anonymous assignment a code stands for name and number.
        re.compile(
            r"(?:(?=(?:LATE_)?anon_)|(?P<who>.{1,150}?)_(?=(?:LATE_)?\d))"
            r"(?P<late>LATE_)?(?P<id>\d{1,20}|anon_[A-Za-z0-9]{1,20})_"
            r"(?:\d{1,20}_(?P<file>.+)|(?:text|link)\.html)",
            re.S,
        ),
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


def read(name: str, platform: str, people: dict[str, Person]) -> ExportedName | None:
    """Parses `name` as `platform` writes it, or returns None; `people` are by submission number."""
    match = PLATFORMS[platform].pattern.fullmatch(name)
    if match is None:
        return None
    said = {key: value or "" for key, value in match.groupdict().items()}
    number = said.get("id", "")
    if platform == "gradescope":
        person = people.get(number, Person(name))
        return ExportedName(person.name, time=person.time)
    # People of the same name are distinguished by their number, which a roster has too.
    who = "_".join(filter(None, (said["who"], number)))
    late = bool(said["late"]) if "late" in said else None
    return ExportedName(who, said.get("file", ""), _time(said.get("time", "")), late)


def _time(digits: str) -> str:
    """Converts `2026-11-27-09-44-00` to ISO 8601 without a zone; returns "" if it is not a time."""
    try:
        return datetime.strptime(digits, "%Y-%m-%d-%H-%M-%S").isoformat()
    except ValueError:
        return ""


def people(folder: Path, platform: str) -> dict[str, Person]:
    """Who made which submission, by its number, where a platform lists that in a file beside them.

    Raises:
        UsageError: the list is there, and cannot be read.
    """
    if platform != "gradescope":
        return {}
    listed = gradescope.listed(folder)
    return {number: Person(name, listed[number].time) for number, name in gradescope.names(listed).items()}
