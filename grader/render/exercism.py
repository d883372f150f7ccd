"""The report as Exercism's `results.json`, version 3.

There, `error` means that no test could be run. If there are tests in it, the file cannot be loaded; if the
candidate is not responsible, there is a message and no test.
"""

from __future__ import annotations

from typing import Any

from ..report import NOT_TRIED, Audience, Report, Verdict
from . import view
from .json import dumped
from .view import WORDS, Shown

# Exercism's own bound, and what it wants said where that was passed.
MOST_OUTPUT = 500
_CUT = "\nOutput was truncated. Please limit to 500 chars"
_STATUS = {Verdict.PASSED: "pass", Verdict.PARTIAL: "fail", Verdict.FAILED: "fail"}  # all else is an error


def render(report: Report, audience: Audience) -> str:
    """The text of `results.json`, ASCII only, with a line end."""
    return dumped(document(report, audience))


def document(report: Report, audience: Audience) -> dict[str, Any]:
    """The content of `results.json` as plain data."""
    if report.score is None:
        return {"version": 3, "status": "error", "message": view.score_line(report), "tests": []}
    checks = view.shown(report, audience)
    status, message = "fail", None
    if all(check.passed for check in checks):
        status = "pass"
    elif all(check.verdict in (Verdict.ERROR, *NOT_TRIED) for check in checks):
        messages = [check.message for check in checks if check.message]
        status, message = "error", "\n".join(view.lines(messages[0])) if messages else "No test could be run."
    # A task's number, for each group in its order.
    tasks = {name: number for number, name in enumerate(view.groups(checks), 1)}
    return {
        "version": 3,
        "status": status,
        "message": message,
        "tests": [_test(check, tasks[check.group]) for check in checks],
    }


def _test(check: Shown, task: int) -> dict[str, Any]:
    return {
        "name": view.line(check.title),
        "test_code": "\n".join(view.lines(check.code, 200, 200)),
        "status": _STATUS.get(check.verdict, "error"),
        "message": _message(check) or None,
        "output": _output(check) or None,
        "task_id": task,
    }


def _message(check: Shown) -> str:
    lines = view.lines(check.message, 100)
    if not check.passed and not lines:
        lines = [WORDS[check.verdict].capitalize() + "."]
    if check.advice:
        lines.append(f"Hint: {view.line(check.advice)}")
    return "\n".join(lines)


def _output(check: Shown) -> str:
    text = "\n".join(view.lines(check.output.rstrip("\n"), MOST_OUTPUT, MOST_OUTPUT))
    return text if len(text) <= MOST_OUTPUT else text[: MOST_OUTPUT - len(_CUT)] + _CUT
