"""The report as Gradescope's `results.json`.

Where nothing was graded there is neither a `score` nor a `tests` in it. Gradescope then says that the
autograder failed and gives no points, whereas any number, also 0, would stand as the submission's score.
That is also right for a rejected submission, which had no score given.

Bonus tests are Gradescope's extra credit: their `max_score` is 0, and what they earn is on top. It keeps
one number a submission, and there is no other place in it where a bonus could count.
"""

from __future__ import annotations

from typing import Any

from ..report import Audience, Report, Visibility
from . import view
from .json import dumped
from .view import WORDS, Shown

_LINES = 100
_COLUMNS = 300


def render(report: Report, audience: Audience) -> str:
    """The text of `results.json`, ASCII only, with a line end."""
    return dumped(document(report, audience))


def document(report: Report, audience: Audience) -> dict[str, Any]:
    """The content of `results.json` as plain data."""
    results: dict[str, Any] = {
        "output": "\n".join(
            [
                *filter(None, (view.score_line(report), view.left_out(report))),
                *view.remarks(report),
                *view.graded_files(report),
            ]
        ),
        "output_format": "text",
        "stdout_visibility": "hidden",
    }
    if report.score is None:
        return results
    return results | {
        "score": report.score.points + report.score.bonus,
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": [_test(check, audience) for check in view.shown(report, audience)],
        "extra_data": _extra(report, audience),
    }


def _test(check: Shown, audience: Audience) -> dict[str, Any]:
    return {
        "name": f"{view.line(check.group)}: {view.line(check.title)}",
        "number": str(check.number),
        "status": "passed" if check.passed else "failed",
        "score": check.points,
        "max_score": 0.0 if check.bonus else check.max_points,
        "output": _output(check),
        # What is meant for candidates holds only what they may see. What is meant for the assessor holds
        # all of a hidden test, and Gradescope shows it to the candidate unless it is hidden there as well.
        "visibility": (
            "hidden" if audience is Audience.ASSESSOR and check.visibility is Visibility.HIDDEN else "visible"
        ),
    }


def _output(check: Shown) -> str:
    lines = [] if check.passed else [WORDS[check.verdict].capitalize() + "."]
    lines += view.lines(check.message, _LINES, _COLUMNS)
    if check.printed:
        lines += ["It printed:", *view.lines(check.printed, _LINES, _COLUMNS)]
    if check.advice:
        lines.append(f"Hint: {view.line(check.advice)}")
    return "\n".join(lines)


def _extra(report: Report, audience: Audience) -> dict[str, Any]:
    """Extra data for exported scores: the exercise's digest, and our sums of points and bonus points."""
    assert report.exercise and report.submission and report.score
    extra: dict[str, Any] = {
        "exercise": report.exercise.slug,
        "exercise_digest": report.exercise.digest,
        "submission_sha256": report.submission.sha256,
        "points": report.score.points,
        "max_points": report.score.max_points,
        "bonus": report.score.bonus,
        "max_bonus": report.score.max_bonus,
        "passed": report.score.passed,
    }
    seed = view.seed(report, audience)
    if seed is None:
        return extra
    # Who takes numbers for doubles would lose the last digits of a larger one.
    return {**extra, "seed": seed if seed < 1 << 53 else str(seed)}
