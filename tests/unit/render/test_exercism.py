"""Exercism's `results.json`, version 3, held against what Exercism documents of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from grader.render.exercism import MOST_OUTPUT, render
from grader.report import Audience, Check, Report, Verdict

STATUS = {"enum": ["pass", "fail", "error"]}
TEXT = {"type": ["string", "null"]}
# As the interface of Exercism's test runners has it.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "status", "tests"],
    "properties": {
        "version": {"const": 3}, "status": STATUS, "message": TEXT,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "status", "test_code"],
                "properties": {
                    "name": {"type": "string"}, "status": STATUS, "message": TEXT,
                    "output": {**TEXT, "maxLength": 500}, "test_code": {"type": "string"},
                    "task_id": {"type": "integer", "minimum": 1},
                },
            },
        },
    },
    "if": {"properties": {"status": {"const": "error"}}},
    "then": {"required": ["message"], "properties": {"message": {"type": "string", "minLength": 1}}},
    "else": {"properties": {"message": {"type": "null"}}},
}  # fmt: skip
NO_CODE = "The code of this test is not shown."


def read(report: Report, audience: Audience = Audience.CANDIDATE) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(render(report, audience))
    jsonschema.validate(found, SCHEMA)
    return found


def test_a_whole_document(report_of: Callable[..., Report], full_report: Report) -> None:
    passed, failed, hidden = full_report.checks[0], full_report.checks[1], full_report.checks[-4]
    code = {failed.test.id: "assert f() == 7"}
    assert read(report_of(passed, failed, hidden, visible_code=code)) == {
        "version": 3,
        "status": "fail",
        "message": None,
        "tests": [
            {
                "name": "visible promise passed", "test_code": NO_CODE, "status": "pass",
                "message": "said passed", "output": "out", "task_id": 1,
            },
            {
                "name": "visible promise failed", "test_code": "assert f() == 7", "status": "fail",
                "message": "said failed\nHint: look again", "output": "out", "task_id": 1,
            },
            {
                "name": "a hidden promise 5", "test_code": NO_CODE, "status": "error",
                "message": "Too much memory.\nHint: hint 5", "output": None, "task_id": 2,
            },
        ],
    }  # fmt: skip


def test_a_test_with_parameters_has_the_code_of_its_function(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    held = full_report.checks[0]
    check = replace(held, test=replace(held.test, id="visible/test_it.py::test_x[1-a]"))
    code = {"visible/test_it.py::test_x": "assert f(x)"}
    (found,) = read(report_of(check, visible_code=code))["tests"]
    assert found["test_code"] == "assert f(x)"


def test_it_passes_where_all_tests_pass(report_of: Callable[..., Report], full_report: Report) -> None:
    assert read(report_of(full_report.checks[0]))["status"] == "pass"


def test_a_file_that_cannot_be_loaded_is_an_error_that_says_why(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    hidden, visible = (
        replace(full_report.checks[number], verdict=Verdict.ERROR, message="the file cannot be loaded")
        for number in (-1, 0)
    )
    found = read(report_of(hidden, visible))
    assert (found["status"], found["message"], len(found["tests"])) == (
        "error", "the file cannot be loaded", 2
    )  # fmt: skip
    assert read(report_of(hidden))["message"] == "No test could be run."


def test_where_nothing_was_graded_there_is_a_message_and_no_test(ungraded_report: Report) -> None:
    found = read(ungraded_report)
    assert (found["status"], found["tests"]) == ("error", [])
    assert found["message"].startswith("There is no score: There is no room for")


@pytest.mark.parametrize("length", [499, 500, 501, 5000])
def test_output_is_cut_where_exercism_asks_for_it(
    report_of: Callable[..., Report], full_report: Report, length: int
) -> None:
    check = replace(full_report.checks[1], output="x" * length)
    (found,) = read(report_of(check))["tests"]
    if length <= MOST_OUTPUT:
        assert found["output"] == "x" * length
    else:
        assert found["output"].endswith("x\nOutput was truncated. Please limit to 500 chars")
        assert len(found["output"]) == MOST_OUTPUT


@pytest.mark.parametrize("audience", Audience)
def test_hostile_text_leaves_the_document_whole(hostile_report: Report, audience: Audience) -> None:
    assert len(read(hostile_report, audience)["tests"]) == len(Verdict)


def test_an_error_beside_a_test_that_ran_is_a_fail(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    checks: list[Check] = [full_report.checks[0], full_report.checks[2]]
    assert [check.verdict for check in checks] == [Verdict.PASSED, Verdict.ERROR]
    assert read(report_of(*checks))["status"] == "fail"
