"""The report as JSON, by `schemas/report.schema.json`. What an audience may not see is absent."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from ..report import Audience, Report
from .view import Shown, shown, status

SCHEMA_VERSION = 1
# What the output of one test may take in a document, where a character that is not ASCII takes six bytes or
# more: with twenty tests a report stays below 1 MB, whatever was printed.
_OUTPUT_BYTES = 32 << 10


def render(report: Report, audience: Audience) -> str:
    """One JSON document, ASCII only, with a line end."""
    return dumped(document(report, audience))


def dumped(found: dict[str, Any]) -> str:
    """Any document of ours as text, ASCII only, with a line end."""
    text = json.dumps(found, indent=2, ensure_ascii=True, allow_nan=False)
    # A build server that has this in its log shall find no command (`##vso[`) in it.
    return text.replace("##", "\\u0023\\u0023") + "\n"


def document(report: Report, audience: Audience) -> dict[str, Any]:
    """The same as plain data."""
    found = {
        "schema_version": SCHEMA_VERSION,
        "status": status(report).value,
        "audience": audience.value,
        "exercise": asdict(report.exercise) if report.exercise else None,
        "submission": asdict(report.submission) if report.submission else None,
        "sandbox": _sandbox(report),
        "score": None,
        "tests": [_test(check) for check in shown(report, audience)],
        "hidden_not_run": report.hidden_left_out,
        "problem": asdict(report.problem) if report.problem else None,
        "timings": {name: round(seconds, 4) for name, seconds in report.timings.items()},
        "provenance": _provenance(report),
    }
    if report.score:
        found["score"] = {
            **asdict(report.score), "fraction": report.score.fraction, "passed": report.score.passed,
        }  # fmt: skip
    if audience is Audience.ASSESSOR:
        found["seed"] = report.seed
    return found


def _sandbox(report: Report) -> dict[str, Any] | None:
    if report.sandbox is None:
        return None
    found = asdict(report.sandbox)
    del found["limits"]["judge_bytes"]  # which is not the sandbox's
    return found


def _provenance(report: Report) -> dict[str, Any] | None:
    """All digests in one place, those that stand elsewhere too."""
    held = report.provenance
    if held is None or report.submission is None or report.exercise is None:
        return None
    return {
        "versions": held.versions,
        "platform": held.platform,
        "digests": {
            "submission": report.submission.sha256,
            "exercise": report.exercise.digest,
            "suite": held.suite_digest,
            "worker": held.worker_digest,
            "image": held.image_digest,
        },
    }


def _test(check: Shown) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": check.id,
        "title": check.title,
        "group": check.group,
        "points": check.points,
        "max_points": check.max_points,
        "bonus": check.bonus,
        "visibility": check.visibility.value,
        "verdict": check.verdict.value,
        "hint": check.hint,
    }
    if check.is_open or check.message:
        found["message"] = check.message
    if check.is_open:
        found["output"] = _bounded(check.output)
        found["cpu_seconds"] = check.cpu_seconds
        found["wall_seconds"] = check.wall_seconds
    return found


def _bounded(text: str) -> str:
    """As much of the beginning of `text` as its share of a document holds."""
    room = _OUTPUT_BYTES
    for place, character in enumerate(text):
        room -= 1 if character.isascii() and character.isprintable() else len(json.dumps(character)) - 2
        if room < 0:
            return text[:place]
    return text
