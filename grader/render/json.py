"""The report as JSON, by `schemas/report.schema.json`. What an audience may not see is absent."""

from __future__ import annotations

import json
import math
from dataclasses import asdict
from typing import Any

from ..errors import Owner
from ..report import Audience, Check, Report, Visibility

SCHEMA_VERSION = 1


def render(report: Report, audience: Audience) -> str:
    """One JSON document, ASCII only, with a line end."""
    text = json.dumps(document(report, audience), indent=2, ensure_ascii=True)
    # A build server that has this in its log shall find no command (`##vso[`) in it.
    return text.replace("##", "\\u0023\\u0023") + "\n"


def document(report: Report, audience: Audience) -> dict[str, Any]:
    """The same as plain data."""
    assessor = audience is Audience.ASSESSOR
    found = {
        "schema_version": SCHEMA_VERSION,
        "status": _status(report),
        "audience": audience.value,
        "exercise": asdict(report.exercise) if report.exercise else None,
        "submission": asdict(report.submission) if report.submission else None,
        "sandbox": asdict(report.sandbox) if report.sandbox else None,
        "score": None,
        "tests": [_test(check, number, audience) for number, check in enumerate(report.checks, 1)],
        "hidden_not_run": report.hidden_left_out,
        "problem": asdict(report.problem) if report.problem else None,
        "timings": {name: round(seconds, 4) for name, seconds in report.timings.items()},
    }
    if report.score:
        found["score"] = {
            **asdict(report.score), "fraction": report.score.fraction, "passed": report.score.passed,
        }  # fmt: skip
    if assessor:
        found["seed"] = report.seed
    return found


def _status(report: Report) -> str:
    if report.problem is None:
        return "graded"
    return "rejected" if report.problem.owner is Owner.CANDIDATE else "error"


def _test(check: Check, number: int, audience: Audience) -> dict[str, Any]:
    """Of a hidden test the candidate learns what its author chose, and how it went."""
    test = check.test
    open_to_reader = audience is Audience.ASSESSOR or test.visibility is Visibility.VISIBLE
    found: dict[str, Any] = {
        "id": test.id if open_to_reader else f"hidden-{number}",
        "title": test.title,
        "group": test.group,
        "points": check.earned,
        "max_points": test.points,
        "bonus": test.bonus,
        "visibility": test.visibility.value,
        "verdict": check.verdict.value,
        "hint": test.hint,
    }
    if open_to_reader or check.remark:
        found["message"] = check.told(audience)
    if open_to_reader:
        found["output"] = check.output
        found["cpu_seconds"] = _seconds(check.cpu_seconds)
        found["wall_seconds"] = _seconds(check.wall_seconds)
    return found


def _seconds(claimed: float) -> float:
    """As the sandbox says; but JSON has no word for what is not finite."""
    return round(claimed, 3) if math.isfinite(claimed) else 0.0
