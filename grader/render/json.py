"""The report as JSON by `schemas/report.schema.json`; omits what an audience may not see."""

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
    """The report as one JSON document, ASCII only, with a line end."""
    return dumped(document(report, audience))


def dumped(content: dict[str, Any]) -> str:
    """Serializes a document to JSON, ASCII only, with a newline at the end."""
    text = json.dumps(content, indent=2, ensure_ascii=True, allow_nan=False)
    # A build server that has this in its log shall find no command (`##vso[`) in it.
    return text.replace("##", "\\u0023\\u0023") + "\n"


def document(report: Report, audience: Audience) -> dict[str, Any]:
    """The content of the JSON report as plain data."""
    content = {
        "schema_version": SCHEMA_VERSION,
        "status": status(report).value,
        "audience": audience.value,
        "exercise": asdict(report.exercise) if report.exercise else None,
        "submission": _submission(report),
        "sandbox": _sandbox(report),
        "score": None,
        "tests": [_test(check) for check in shown(report, audience)],
        "hidden_not_run": report.hidden_left_out,
        "problem": asdict(report.problem) if report.problem else None,
        "timings": _timings(report, audience),
        "provenance": _provenance(report),
    }
    if report.score:
        content["score"] = {
            **asdict(report.score), "fraction": report.score.fraction, "passed": report.score.passed,
        }  # fmt: skip
    if audience is Audience.ASSESSOR:
        content["seed"] = report.seed
    return content


def _timings(report: Report, audience: Audience) -> dict[str, float]:
    """The timings, rounded to whole seconds for candidates, whose code could use them to smuggle data out."""
    digits = 4 if audience is Audience.ASSESSOR else 0
    return {name: round(seconds, digits) for name, seconds in report.timings.items()}


def _submission(report: Report) -> dict[str, Any] | None:
    """The submission's data; a list of files only if there are several."""
    if report.submission is None:
        return None
    found = asdict(report.submission)
    return {
        name: list(value) if type(value) is tuple else value for name, value in found.items() if value != ()
    }


def _sandbox(report: Report) -> dict[str, Any] | None:
    if report.sandbox is None:
        return None
    found = asdict(report.sandbox)
    del found["limits"]["judge_bytes"]  # which is not the sandbox's
    return found


def _provenance(report: Report) -> dict[str, Any] | None:
    """The conditions that decided the verdicts, with all digests in one place."""
    provenance = report.provenance
    if provenance is None or report.submission is None or report.exercise is None:
        return None
    return {
        "versions": provenance.versions,
        "platform": provenance.platform,
        "time_factor": provenance.time_factor,
        "digests": {
            "submission": report.submission.sha256,
            "exercise": report.exercise.digest,
            "suite": provenance.suite_digest,
            "worker": provenance.worker_digest,
            "image": provenance.image_digest,
            "environment": provenance.environment_digest,
        },
    }


def _test(check: Shown) -> dict[str, Any]:
    content: dict[str, Any] = {
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
        content["message"] = check.message
    if check.is_open:
        content["output"] = _bounded(check.output)
        content["cpu_seconds"] = check.cpu_seconds
        content["wall_seconds"] = check.wall_seconds
    return content


def _bounded(text: str) -> str:
    """Cuts `text`, with a mark, if it takes more space in JSON than a test's output may."""
    room = _OUTPUT_BYTES
    for place, character in enumerate(text):
        room -= 1 if character.isascii() and character.isprintable() else len(json.dumps(character)) - 2
        if room < 0:
            return f"{text[:place]}…"
    return text
