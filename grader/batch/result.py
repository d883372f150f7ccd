"""One line of results: candidate, file, times and the whole report, as in `schemas/record.schema.json`."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from ..errors import Owner
from ..render.json import document
from ..report import Audience, Report

VERSION = 1
# How each line begins, which tells a file of ours from any other.
OPENING = f'{{"record_version": {VERSION}, "candidate": '
_DECODER = json.JSONDecoder()

ResultDict = dict[str, Any]


def line(
    candidate: str, path: str, times: tuple[str, str], report: Report, more: ResultDict | None = None
) -> str:
    """A record as one line of JSON, ASCII only, without a newline; `more` holds the optional fields."""
    started, finished = times
    text = json.dumps(
        {
            "record_version": VERSION, "candidate": candidate, "path": path, "started": started,
            "finished": finished, "report": document(report, Audience.ASSESSOR), **(more or {}),
        },
    )  # fmt: skip
    # A build server that has this in its log shall find no command (`##vso[`) in it.
    return text.replace("##", "\\u0023\\u0023")


def candidate(line: str) -> str:
    """Reads the candidate's name from a line of results without parsing the rest of the line."""
    name: str = _DECODER.raw_decode(line, len(OPENING))[0]
    return name


@dataclass(frozen=True, slots=True)
class Known:
    """The parts of a record that decide whether its submission is graded again."""

    sha256: str | None  # None where the file could not be read
    exercise: str | None
    digest: str | None
    infrastructure: bool  # the machine or the grader failed


def known(record: ResultDict) -> Known:
    """Extracts from `record` the fields that decide whether its submission is graded again."""
    report = record["report"]
    submission, exercise, problem = report["submission"], report["exercise"], report["problem"]
    return Known(
        sha256=submission["sha256"] if submission else None,
        exercise=exercise["slug"] if exercise else None,
        digest=exercise["digest"] if exercise else None,
        infrastructure=bool(problem) and problem["owner"] == Owner.INFRASTRUCTURE.value,
    )


def parsed(text: str | bytes) -> ResultDict | None:
    """The record in a line of results, or None if the line is not a valid one."""
    try:
        record = json.loads(text)
        known(record)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    whole = isinstance(record, dict) and isinstance(record.get("candidate"), str)
    return record if whole and record.get("record_version") == VERSION else None
