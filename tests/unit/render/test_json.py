"""The JSON report: valid by its schema, whatever is in it; and with nothing in it for the wrong eyes."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import Owner
from grader.limits import Limits
from grader.machine.paths import package
from grader.render.json import document, render
from grader.report import (
    Audience,
    Check,
    ExerciseInfo,
    Keeper,
    Problem,
    Provenance,
    Report,
    SandboxInfo,
    SubmissionInfo,
    Test,
    Verdict,
    Visibility,
    score,
)  # fmt: skip

from .conftest import USUAL

SCHEMA = json.loads(package("schemas/report.schema.json").read_text("utf-8"))
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def no_constant(name: str) -> Any:
    raise AssertionError(f"{name} is no JSON")


def parsed(report: Report, audience: Audience) -> dict[str, Any]:
    """The document as a strict reader finds it, held against the schema."""
    text = render(report, audience)
    assert text.isascii() and text.endswith("}\n")
    found: dict[str, Any] = json.loads(text, parse_constant=no_constant)
    VALIDATOR.validate(found)
    return found


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
SECONDS = st.floats(0, 1e6)
TESTS = st.builds(
    Test, ANY_TEXT, ANY_TEXT, ANY_TEXT, st.integers(0, 100) | st.floats(0, 100), st.booleans(),
    st.sampled_from(Visibility), ANY_TEXT,
)  # fmt: skip
CHECKS = st.builds(Check, TESTS, st.sampled_from(Verdict), ANY_TEXT, ANY_TEXT, SECONDS, SECONDS)
DIGESTS = st.binary(min_size=32, max_size=32).map(bytes.hex)

VERSIONS = st.fixed_dictionaries({"grade": ANY_TEXT, "python": ANY_TEXT, "pytest": ANY_TEXT})
PROVENANCES = st.builds(Provenance, VERSIONS, DIGESTS, DIGESTS, st.none() | ANY_TEXT, ANY_TEXT)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    checks = tuple(draw(st.lists(CHECKS, max_size=4)))
    return Report(
        exercise=draw(st.none() | st.builds(ExerciseInfo, ANY_TEXT, ANY_TEXT, ANY_TEXT, DIGESTS)),
        submission=draw(st.none() | st.builds(SubmissionInfo, ANY_TEXT, DIGESTS, st.integers(1))),
        sandbox=draw(
            st.none()
            | st.builds(
                SandboxInfo, st.sampled_from(("docker", "bubblewrap")), st.none() | ANY_TEXT,
                st.none() | ANY_TEXT, ANY_TEXT, st.builds(Limits, SECONDS, SECONDS, st.integers(1)),
                st.dictionaries(ANY_TEXT, st.sampled_from(Keeper)),
            )
        ),
        score=draw(st.sampled_from((None, score(checks, 100.0)))),
        checks=checks,
        problem=draw(
            st.none() | st.builds(Problem, st.sampled_from(Owner), ANY_TEXT, ANY_TEXT, ANY_TEXT)
        ),
        seed=draw(st.none() | st.integers()),
        hidden_left_out=draw(st.integers(0, 9)),
        timings=draw(st.dictionaries(ANY_TEXT, SECONDS, max_size=2)),
        provenance=draw(st.none() | PROVENANCES),
    )  # fmt: skip


@given(reports(), st.sampled_from(Audience))
def test_any_report_is_valid_for_any_audience(report: Report, audience: Audience) -> None:
    found = parsed(report, audience)
    assert len(found["tests"]) == len(report.checks)


@pytest.mark.parametrize("audience", Audience)
def test_hostile_texts_come_through_as_they_are_in_ascii(
    hostile_report: Report, hostile_text: str, audience: Audience
) -> None:
    found = parsed(hostile_report, audience)
    assert {test["message"] for test in found["tests"]} == {hostile_text * 50}
    assert found["submission"]["file"] == hostile_text


@pytest.mark.parametrize("seconds", [math.nan, math.inf, -math.inf])
def test_what_the_sandbox_claims_of_its_time_never_makes_it_no_json(
    report_of: Callable[..., Report], full_report: Report, seconds: float
) -> None:
    check = replace(full_report.checks[0], cpu_seconds=seconds, wall_seconds=seconds)
    parsed(report_of(check), Audience.ASSESSOR)


def test_a_whole_report_for_the_candidate(report_of: Callable[..., Report], full_report: Report) -> None:
    shown, hidden = full_report.checks[1], full_report.checks[-3]
    assert document(report_of(shown, hidden), Audience.CANDIDATE) == {
        "schema_version": 1,
        "status": "graded",
        "audience": "candidate",
        "exercise": {"slug": "flatten", "title": "Flatten", "version": "1.0.0", "digest": "ab" * 32},
        "submission": {"file": "flatten.py", "sha256": "cd" * 32, "bytes": 120},
        "sandbox": {
            "kind": "bubblewrap", "runtime": None, "image": None, "python": "3.11.7",
            "limits": {
                "cpu_seconds": 2, "wall_seconds": 5.5, "memory_bytes": 256 << 20, "total_seconds": 300.0,
                "processes": 256, "output_bytes": 16 << 20, "source_bytes": 256 << 10,
                "disk_bytes": 32 << 20,
            },
            "protections": {"seccomp": "kernel", "memory": "kernel"},
            "time_factor": 1.0,
        },
        "score": {
            "points": 0.0, "max_points": 3.5, "bonus": 0.0, "max_bonus": 0.0, "fail_under": 100.0,
            "fraction": 0.0, "passed": False,
        },
        "tests": [
            {
                "id": "visible/test_it.py::visible promise failed", "title": "visible promise failed",
                "group": "Basics", "points": 0.0, "max_points": 2.0, "bonus": False,
                "visibility": "visible", "verdict": "failed", "hint": "look again",
                "message": "said failed", "output": "out", "cpu_seconds": 0.0, "wall_seconds": 0.0,
            },
            {
                "id": "hidden-2", "title": "a hidden promise 6", "group": "Depth", "points": 0.0,
                "max_points": 1.5, "bonus": False, "visibility": "hidden", "verdict": "output",
                "hint": "hint 6",
            },
        ],
        "hidden_not_run": 0,
        "problem": None,
        "timings": {"test_seconds": 1.0},
        "provenance": None,
    }  # fmt: skip


def test_of_a_hidden_test_the_candidate_learns_title_points_verdict_and_hint_only(
    full_report: Report, secrets: tuple[str, ...]
) -> None:
    found = parsed(full_report, Audience.CANDIDATE)
    hidden = [test for test in found["tests"] if test["visibility"] == "hidden"]
    assert len(hidden) == len(USUAL) + 1
    assert {frozenset(test) for test in hidden} == {
        frozenset({
            "id", "title", "group", "points", "max_points", "bonus", "visibility", "verdict", "hint",
        })
    }  # fmt: skip
    text = render(full_report, Audience.CANDIDATE)
    assert [secret for secret in secrets if secret in text] == []


def test_a_test_that_passed_unpaid_has_no_points_and_says_why_to_everybody(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    hidden = full_report.checks[-1]
    unpaid = replace(hidden, unpaid=True, remark="no points: so it is")
    (candidate,) = parsed(report_of(unpaid), Audience.CANDIDATE)["tests"]
    assert (candidate["verdict"], candidate["points"], candidate["message"]) == (
        "passed", 0.0, "no points: so it is",
    )  # fmt: skip
    assert "output" not in candidate
    (assessor,) = parsed(report_of(unpaid), Audience.ASSESSOR)["tests"]
    assert assessor["message"] == "no points: so it is\nSECRET-MESSAGE"


def test_the_candidate_is_not_told_the_seed(full_report: Report) -> None:
    assert "seed" not in parsed(full_report, Audience.CANDIDATE)
    assert parsed(full_report, Audience.ASSESSOR)["seed"] == 4242


def test_the_assessor_is_told_everything(full_report: Report, secrets: tuple[str, ...]) -> None:
    text = render(full_report, Audience.ASSESSOR)
    assert [secret for secret in secrets if secret not in text] == []


@pytest.mark.parametrize(
    ("owner", "status"),
    [(Owner.CANDIDATE, "rejected"), (Owner.AUTHOR, "error"), (Owner.INFRASTRUCTURE, "error")],
)
def test_where_nothing_was_graded_there_is_no_score_but_a_reason(owner: Owner, status: str) -> None:
    problem = Problem(owner, "some-code", "It is so.", "Do this.")
    found = parsed(Report(None, None, None, None, problem=problem), Audience.CANDIDATE)
    assert (found["status"], found["score"], found["tests"]) == (status, None, [])
    assert found["problem"] == {
        "owner": owner.value, "code": "some-code", "message": "It is so.", "remedy": "Do this.",
    }  # fmt: skip


def test_ids_are_unique_for_every_audience(full_report: Report) -> None:
    for audience in Audience:
        ids = [test["id"] for test in parsed(full_report, audience)["tests"]]
        assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("character", "kept"), [("x", 40_000), ("\0", 5461), ("\n", 16_384), ("🙂", 2730)])
def test_output_has_a_bound_in_the_document_however_it_is_written(
    full_report: Report, character: str, kept: int
) -> None:
    checks = tuple(replace(check, output=character * 40_000) for check in full_report.checks)
    found = document(replace(full_report, checks=checks), Audience.ASSESSOR)
    assert {test["output"] for test in found["tests"]} == {character * min(kept, 32 << 10) + "…"}
