"""Reads who made which submission from the list that Gradescope puts beside the submissions of a class.

The list is YAML of one fixed shape. It also repeats what each submission printed, so only the lines at the
places where Gradescope writes names are read: two spaces deep in a submission, below its `:submitters:`.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from ..errors import UsageError
from ..machine.regular import Unreadable, utf8
from ..text import quoted

LIST = "submission_metadata.yml"
_MOST_BYTES = 16 << 20
_SUBMISSION = re.compile(r"submission_(\d{1,20}):")
_KEY = re.compile(r"  :(\w+):(.*)")
_OF_PERSON = re.compile(r"  (- |  ):(\w+):(.*)")


@dataclass(slots=True)
class ListedSubmission:
    """A submission as the list has it: its people, each with name, number and e-mail, and its time."""

    people: list[dict[str, str]] = field(default_factory=list)
    time: str = ""

    @property
    def name(self) -> str:
        """The names of all its people, each with the number or address that tells namesakes apart."""
        return ", ".join(filter(None, map(_named, self.people)))


def listed(folder: Path) -> dict[str, ListedSubmission]:
    """The submissions that the list in `folder` names, by their numbers; empty if there is no list.

    Raises:
        UsageError: it is there, and cannot be read.
    """
    path = folder / LIST
    if not path.exists():
        return {}
    try:
        text = utf8(path, _MOST_BYTES)
    except Unreadable as exc:
        raise UsageError(
            f"{quoted(str(path))} {exc}.", code="unreadable",
            remedy="Export it again, or remove it: then submissions are called by their numbers.",
        ) from None  # fmt: skip
    return _read(text)


def names(submissions: dict[str, ListedSubmission]) -> dict[str, str]:
    """What to call each submission, by its number; the number is added where two would be called alike."""
    often = Counter(one.name for one in submissions.values())
    return {
        number: one.name if often[one.name] == 1 else f"{one.name}_{number}"
        for number, one in submissions.items()
        if one.name
    }


def _read(text: str) -> dict[str, ListedSubmission]:
    submissions: dict[str, ListedSubmission] = {}
    one, key = ListedSubmission(), ""
    for line in text.splitlines():
        if start := _SUBMISSION.fullmatch(line.rstrip()):
            one = submissions.setdefault(start[1], ListedSubmission())
            key = ""
        elif found := _KEY.fullmatch(line):
            key = found[1]
            if key == "created_at":
                one.time = _time(_scalar(found[2]))
        elif key == "submitters" and (said := _OF_PERSON.fullmatch(line)):
            if said[1] == "- ":
                one.people.append({})
            if one.people:
                one.people[-1][said[2]] = _scalar(said[3])
    return submissions


def _named(person: dict[str, str]) -> str:
    number = person.get("sid") or person.get("email") or ""
    return "_".join(filter(None, (person.get("name", ""), number)))


def _scalar(text: str) -> str:
    """The text that a YAML scalar on one line stands for."""
    text = text.strip()
    if text[:1] == "'" == text[-1:]:
        return text[1:-1].replace("''", "'")
    if text[:1] == '"' == text[-1:]:
        try:
            return str(json.loads(re.sub(r"(?<!\\)((?:\\\\)*)\\x", r"\1\\u00", text)))
        except ValueError:
            return text[1:-1]
    return text


def _time(text: str) -> str:
    """The time in ISO 8601; "" if it is none."""
    try:
        return datetime.fromisoformat(text).isoformat()
    except ValueError:
        return ""
