"""The report for GitHub Actions: annotations, the step's summary, and what GitHub Classroom reads.

A runner takes each line of the log that begins with `::` for a command, so everything foreign in such a
line is escaped, and nothing foreign begins one. The reporter of GitHub Classroom prints names and messages
into its own log later: they are made harmless before they are handed on.
"""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from ..report import Audience, Report, Verdict
from . import view
from .markdown import page
from .view import WORDS, Shown

# What GitHub shows of a step, for each level.
MOST_ANNOTATIONS = 10
# GitHub drops a whole summary above 1 MiB.
_SUMMARY_BYTES = 1 << 20
_LINES = 40
_FAILED = (Verdict.PARTIAL, Verdict.FAILED)  # to the reporter; all else is an error


def render(report: Report, audience: Audience) -> str:
    """The report's annotations, one a line, for the step's standard output."""
    title = view.line(report.exercise.title) if report.exercise else "Not graded"
    if report.score is None:
        return _command("error", {"title": title}, view.score_line(report)) + "\n"
    failed = [check for check in view.shown(report, audience) if not check.passed]
    annotated = failed if len(failed) <= MOST_ANNOTATIONS else failed[: MOST_ANNOTATIONS - 1]
    file = view.line(report.submission.file) if report.submission else ""
    commands = [_annotation(check, file) for check in annotated]
    if len(annotated) < len(failed):
        more = f"{len(failed) - len(annotated)} more tests did not pass; the summary has them all."
        commands.append(_command("error", {"file": file, "title": title}, more))
    note = " ".join(filter(None, (view.score_line(report), view.left_out(report))))
    commands.append(_command("notice", {"title": title}, note))
    return "\n".join(commands) + "\n"


def summary(report: Report, audience: Audience) -> str:
    """The report as Markdown, for the file that `GITHUB_STEP_SUMMARY` names."""
    whole = page(report, audience, explained=True)
    return whole if len(whole.encode()) < _SUMMARY_BYTES else page(report, audience, explained=False)


def outputs(report: Report, audience: Audience) -> str:
    """The step's output `result`, for the file that `GITHUB_OUTPUT` names; empty if nothing was graded.

    GitHub Classroom's `autograding-grading-reporter` adds up the scores in it. Without it the reporter
    fails and reports nothing, which is no zero.
    """
    if report.score is None:
        return ""
    document = json.dumps(contract(report, audience), allow_nan=False)
    return f"result={base64.b64encode(document.encode()).decode()}\n"


def contract(report: Report, audience: Audience) -> dict[str, Any]:
    """The result for GitHub Classroom as plain data; bonus points come on top of `max_score`."""
    assert report.score and report.submission
    file = view.line(report.submission.file)
    return {
        "version": 1,
        "status": "pass" if report.score.passed else "fail",
        "max_score": report.score.max_points,
        "tests": [_test(check, file) for check in view.shown(report, audience)],
    }


def _test(check: Shown, file: str) -> dict[str, Any]:
    return {
        "name": view.line(check.title),
        "status": "pass" if check.passed else "fail" if check.verdict in _FAILED else "error",
        "score": check.points,
        "message": "\n".join(_explanation(check)),
        "test_code": "\n".join(view.lines(check.code, 200)),
        "filename": file,
        "line_no": _line(check) or 0,
        "execution_time": f"{check.wall_seconds:.3f}s",
    }


def _annotation(check: Shown, file: str) -> str:
    place = {"file": file}
    number = _line(check)
    if number is not None:
        place["line"] = str(number)
    return _command("error", {**place, "title": view.line(check.title)}, "\n".join(_explanation(check)))


def _explanation(check: Shown) -> list[str]:
    """The lines that explain a test's result; none for a test that passed and was paid."""
    lines = view.lines(check.message, _LINES)
    if not check.passed and (check.verdict is not Verdict.FAILED or not lines):
        lines.insert(0, WORDS[check.verdict].capitalize() + ".")
    return [*lines, f"Hint: {view.line(check.advice)}"] if check.advice else lines


def _line(check: Shown) -> int | None:
    """The line number in a test's message; a hint only, since a candidate may have written the message."""
    match = re.search(r"\(line ([1-9][0-9]{0,5})\)", check.message)
    return int(match[1]) if match else None


def _command(name: str, properties: dict[str, str], message: str) -> str:
    pairs = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    return f"::{name} {pairs}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
