"""Reports with texts and numbers that no honest runner writes, and with those that a candidate prints."""

from __future__ import annotations

import io
import json
import zlib
from dataclasses import replace
from typing import Any

import httpx
import pytest

from grader.limits import Limits
from grader.records.encoded import decoded, encoded
from grader.render import renderer, terminal
from grader.report import (
    Audience,
    Check,
    ExerciseInfo,
    Report,
    SandboxInfo,
    Score,
    SubmissionInfo,
    Test,
    Verdict,
    Visibility,
)

from .conftest import Running, hand_in

_EVIL = "<script>\x1b[31m"
_TEST = Test("t", "gives one", "Tests", 1.0, False, Visibility.VISIBLE)
_SANDBOX = SandboxInfo("bubblewrap", None, None, "3.13", Limits(1.0, 2.0, 1 << 28))
_REPORT = Report(
    ExerciseInfo("tiny", "Tiny", "1.0.0", "d"),
    SubmissionInfo("a.py", "s", 1),
    _SANDBOX,
    Score(1.0, 2.0, 0.0, 0.0, 1.0),
    (Check(_TEST, Verdict.FAILED),),
    seed=2**70,
    timings={"test_seconds": 1.0},
)
_FORMS = ("json", "junit", "gradescope", "exercism", "github", "markdown", "html", "record")


def counted(service: Running, report: bytes) -> str:
    """A submission whose result is `report`; its id."""
    name = str(hand_in(service.client())["id"])
    service.rows(
        "UPDATE gradings SET state = 'done', points = 1, max_points = 2, report = %s RETURNING 1", report
    )
    service.rows("UPDATE submissions SET counted_id = (SELECT max(id) FROM gradings) RETURNING 1")
    return name


def test_half_a_character_that_a_candidate_prints_can_be_read_in_every_form(service: Running) -> None:
    odd = "a\ud800\x00b"
    check = Check(_TEST, Verdict.FAILED, message=odd, output=odd, remark=odd, cpu_seconds=float("inf"))
    name = counted(service, encoded(replace(_REPORT, checks=(check,))))
    client = service.client()
    found = client.get(f"/submissions/{name}")
    assert found.status_code == 200, found.text
    assert found.json()["report"]["tests"][0]["output"] == "a\\ud800\x00b"
    for form in _FORMS:
        assert client.get(f"/submissions/{name}/report", params={"format": form}).status_code == 200


def made_up(place: tuple[str | int, ...], value: Any) -> bytes:
    """The report with something else in one place."""
    report = json.loads(zlib.decompress(encoded(_REPORT)))
    inner = report
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return zlib.compress(json.dumps(report).encode())


@pytest.mark.parametrize("number", [10**400, float("nan"), float("inf"), -float("inf"), 1e300])
@pytest.mark.parametrize(
    "place",
    [
        ("timings", "test_seconds"), ("score", "points"), ("score", "max_points"), ("score", "bonus"),
        ("score", "fail_under"), ("checks", 0, "test", "points"), ("checks", 0, "credit"),
        ("sandbox", "time_factor"),
    ],
)  # fmt: skip
def test_a_number_that_is_none_makes_no_report(place: tuple[str | int, ...], number: float) -> None:
    with pytest.raises(ValueError, match="number"):
        decoded(made_up(place, number))


@pytest.mark.parametrize("text", ['{"checks": [' + "[]," * (5 << 20) + "[]]}", '"' + " " * (65 << 20) + '"'])
def test_a_report_that_would_fill_the_memory_is_not_parsed(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json, "loads", None)
    with pytest.raises(ValueError, match="too"):
        decoded(zlib.compress(text.encode()))


@pytest.mark.parametrize("place", [("checks", 0, "cpu_seconds"), ("checks", 0, "wall_seconds")])
def test_what_a_test_took_may_be_infinite_but_nothing_that_cannot_be_written(
    place: tuple[str | int, ...],
) -> None:
    assert decoded(made_up(place, float("inf")))
    with pytest.raises(ValueError, match="number"):
        decoded(made_up(place, 10**400))


def test_a_report_with_made_up_numbers_costs_one_sentence_and_no_page_of_others(service: Running) -> None:
    name = counted(service, made_up(("checks", 0, "cpu_seconds"), 10**400))
    answer = service.client().get(f"/submissions/{name}")
    assert (answer.status_code, answer.json()["code"]) == (503, "report-damaged")
    with httpx.Client(base_url=service.url, cookies={"grade_token": service.tokens["admin"]}) as client:
        assert client.get("/exercises/tiny").status_code == 200


@pytest.mark.parametrize("form", ["terminal", "markdown", "html", "junit", "github"])
def test_the_name_of_a_sandbox_is_text(form: str) -> None:
    report = decoded(encoded(replace(_REPORT, sandbox=replace(_SANDBOX, kind=_EVIL))))
    if form == "terminal":
        file = io.StringIO()
        terminal.render(report, Audience.ASSESSOR, file)
        shown = file.getvalue()
        assert "script" in shown
    else:
        shown = renderer(form)(report, Audience.ASSESSOR)
        assert "<script>" not in shown
    assert "\x1b[31m" not in shown
