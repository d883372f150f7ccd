"""Gradescope's `results.json`: its fields, held against what Gradescope documents of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from grader.render.gradescope import render
from grader.report import Audience, Report, Verdict

from .conftest import USUAL

VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
# As the documentation of Gradescope's autograders has it.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"}, "execution_time": {"type": "number"}, "output": {"type": "string"},
        "output_format": FORMAT, "test_output_format": FORMAT, "test_name_format": FORMAT,
        "visibility": VISIBILITY, "stdout_visibility": VISIBILITY, "extra_data": {"type": "object"},
        "leaderboard": {"type": "array"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"}, "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]}, "name": {"type": "string"},
                    "name_format": FORMAT, "number": {"type": "string"}, "output": {"type": "string"},
                    "output_format": FORMAT, "tags": {"type": "array"}, "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}  # fmt: skip


def read(report: Report, audience: Audience = Audience.CANDIDATE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(report, audience))
    jsonschema.validate(found, SCHEMA)
    return found


def test_a_whole_document(report_of: Callable[..., Report], full_report: Report) -> None:
    passed, failed, hidden = full_report.checks[0], full_report.checks[1], full_report.checks[-4]
    bonus = full_report.checks[-1]
    assert read(report_of(passed, failed, hidden, bonus, fail_under=60.0)) == {
        "output": "2 of 5.5 points (36 %) and 1.5 of 1.5 bonus points, below 60 %",
        "output_format": "text",
        "stdout_visibility": "hidden",
        "score": 3.5,
        "test_output_format": "text",
        "test_name_format": "text",
        "tests": [
            test("1", "Basics: visible promise passed", 2, 2, "said passed", "passed"),
            test(
                "2", "Basics: visible promise failed", 0, 2,
                "Failed.\nsaid failed\nIt printed:\nout\nHint: look again",
            ),
            test("3", "Depth: a hidden promise 5", 0, 1.5, "Too much memory.\nHint: hint 5"),
            test("4", "Depth: a hidden promise 99", 1.5, 0, "", "passed"),
        ],
        "extra_data": {
            "exercise": "flatten", "exercise_digest": "ab" * 32, "submission_sha256": "cd" * 32,
            "points": 2, "max_points": 5.5, "bonus": 1.5, "max_bonus": 1.5, "passed": False,
        },
    }  # fmt: skip


def test(
    number: str, name: str, score: float, most: float, output: str, status: str = "failed"
) -> dict[str, Any]:
    return {
        "name": name, "number": number, "status": status, "score": score, "max_score": most,
        "output": output, "visibility": "visible",
    }  # fmt: skip


test.__test__ = False  # type: ignore[attr-defined]


def test_no_score_and_no_tests_where_nothing_was_graded(ungraded_report: Report) -> None:
    for audience in Audience:
        assert set(read(ungraded_report, audience)) == {"output", "output_format", "stdout_visibility"}


def test_what_the_assessor_reads_is_hidden_from_the_candidate(full_report: Report) -> None:
    found = read(full_report, Audience.ASSESSOR)
    shown = [held for held in found["tests"] if held["visibility"] == "visible"]
    assert len(shown) == len(USUAL)
    assert "SECRET" not in json.dumps(shown) + found["output"]
    assert found["extra_data"]["seed"] == 4242


@pytest.mark.parametrize("audience", Audience)
def test_hostile_text_leaves_the_document_whole(hostile_report: Report, audience: Audience) -> None:
    found = read(hostile_report, audience)
    assert len(found["tests"]) == len(Verdict)
    texts = [held[name] for held in found["tests"] for name in ("name", "output")]
    assert all(line.isprintable() for text in texts for line in text.split("\n"))
