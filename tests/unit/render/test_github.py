"""What GitHub's runner and GitHub Classroom make of the report."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from grader.render.github import contract, outputs, render, summary
from grader.report import Audience, Check, Report, Verdict

BYTES_OF_A_SUMMARY = 1 << 20


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """The log as a runner reads it: each line a command, its properties, its message."""
    found = []
    for line in text.splitlines():
        parts = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
        assert parts is not None, line
        held = dict(pair.split("=", 1) for pair in parts[2].split(","))
        found.append((parts[1], {name: value_of(held[name]) for name in held}, value_of(parts[3])))
    return found


def value_of(text: str) -> str:
    for code, character in (("0D", "\r"), ("0A", "\n"), ("3A", ":"), ("2C", ","), ("25", "%")):
        text = text.replace(f"%{code}", character)
    return text


def test_each_failed_test_is_an_annotation_and_the_score_a_notice(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    passed, failed, hidden = full_report.checks[0], full_report.checks[1], full_report.checks[-4]
    failed = replace(
        failed, message="f(1) raised KeyError: 50%, a:b (line 3)\nraised in line 3",
        test=replace(failed.test, title="is right: always, 100%"),
    )  # fmt: skip
    assert commands(render(report_of(passed, failed, hidden), Audience.CANDIDATE)) == [
        (
            "error",
            {"file": "flatten.py", "line": "3", "title": "is right: always, 100%"},
            "f(1) raised KeyError: 50%, a:b (line 3)\nraised in line 3\nHint: look again",
        ),
        (
            "error",
            {"file": "flatten.py", "title": "a hidden promise 5"},
            "Too much memory.\nHint: hint 5",
        ),
        ("notice", {"title": "Flatten"}, "2 of 5.5 points (36 %), below 100 %"),
    ]


@pytest.mark.parametrize(("count", "shown", "more"), [(9, 9, 0), (10, 10, 0), (11, 9, 2), (40, 9, 31)])
def test_there_are_ten_annotations_at_most_and_the_last_says_how_many_more(
    report_of: Callable[..., Report], full_report: Report, count: int, shown: int, more: int
) -> None:
    found = commands(render(report_of(*[full_report.checks[1]] * count), Audience.CANDIDATE))
    errors = [message for name, _, message in found if name == "error"]
    assert len(errors) == shown + bool(more)
    assert errors.count("said failed\nHint: look again") == shown
    if more:
        assert errors[-1] == f"{more} more tests did not pass; the summary has them all."


def test_hostile_text_stays_in_its_place(hostile_report: Report) -> None:
    found = commands(render(hostile_report, Audience.ASSESSOR))
    assert [name for name, _, _ in found] == ["error"] * (len(Verdict) - 1) + ["notice"]
    assert {frozenset(held) for name, held, _ in found if name == "error"} == {frozenset({"file", "title"})}


def test_a_message_with_escapes_in_it_is_read_as_it_was_written(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    check = replace(full_report.checks[1], message="%0A::error::a%25\n::error::b\n\t::c")
    (_, _, message), _ = commands(render(report_of(check), Audience.CANDIDATE))
    # But for lines that would be commands wherever they are printed next.
    assert message == "%0A::error::a%25\n\\x3a:error::b\n    \\x3a:c\nHint: look again"


def test_where_nothing_was_graded_there_is_one_error_and_no_result(ungraded_report: Report) -> None:
    ((name, held, message),) = commands(render(ungraded_report, Audience.CANDIDATE))
    assert (name, list(held)) == ("error", ["title"])
    assert message.startswith("There is no score: There is no room for")
    assert outputs(ungraded_report, Audience.CANDIDATE) == ""
    assert "**There is no score.**" in summary(ungraded_report, Audience.CANDIDATE)


def test_a_whole_result_for_the_classroom(report_of: Callable[..., Report], full_report: Report) -> None:
    passed, failed, hidden = full_report.checks[0], full_report.checks[1], full_report.checks[-1]
    failed = replace(failed, message="no (line 7)", wall_seconds=1.5)
    report = report_of(passed, failed, hidden, visible_code={failed.test.id: "assert f() == 7"})
    name, equals, encoded = outputs(report, Audience.CANDIDATE).partition("=")
    assert (name, equals) == ("result", "=")
    assert json.loads(base64.b64decode(encoded, validate=False)) == {
        "version": 1,
        "status": "fail",
        "max_score": 4,
        "tests": [
            result("visible promise passed", "pass", 2, "said passed"),
            result("visible promise failed", "fail", 0, "no (line 7)\nHint: look again")
            | {"test_code": "assert f() == 7", "line_no": 7, "execution_time": "1.500s"},
            result("a hidden promise 99", "pass", 1.5, ""),
        ],
    }


def result(name: str, status: str, score: float, message: str) -> dict[str, Any]:
    return {
        "name": name, "status": status, "score": score, "message": message,
        "test_code": "The code of this test is not shown.", "filename": "flatten.py", "line_no": 0,
        "execution_time": "0.000s",
    }  # fmt: skip


@pytest.mark.parametrize(("fail_under", "status"), [(0.0, "pass"), (50.0, "pass"), (51.0, "fail")])
def test_the_classroom_is_told_what_the_exit_code_says(
    report_of: Callable[..., Report], full_report: Report, fail_under: float, status: str
) -> None:
    report = report_of(*full_report.checks[:2], fail_under=fail_under)
    assert contract(report, Audience.CANDIDATE)["status"] == status


def test_a_summary_that_github_would_drop_is_a_shorter_one(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    check: Check = replace(full_report.checks[1], message="\U000e0041" * 200 + "\n" * 3, output="x")
    long = summary(
        report_of(*[replace(check, message="\n".join(["\U000e0041" * 200] * 20))] * 40), Audience.CANDIDATE
    )
    short = summary(report_of(*[check] * 40), Audience.CANDIDATE)
    for text in (long, short):
        assert len(text.encode()) < BYTES_OF_A_SUMMARY
        assert text.count("| ❌ failed | visible promise failed | 0 of 2 |") == 40
    assert "```" in short and "```" not in long
