"""What holds for every format: nothing hidden is shown, our failure is no zero, no text is a command."""

from __future__ import annotations

import base64
import io
import json
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.errors import Owner
from grader.render import FORMATS, renderer, terminal
from grader.render.github import outputs, summary
from grader.report import Audience, Check, Report, Verdict

# Not seen, or they change how their neighbours look: formats, controls, surrogates, unassigned, line ends.
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def as_text(report: Report, audience: Audience) -> str:
    file = io.StringIO()
    terminal.render(report, audience, file)
    return file.getvalue()


def as_result(report: Report, audience: Audience) -> str:
    """What the step's output says, as whoever reads it prints it: a text in it is printed as it is."""
    written = outputs(report, audience)
    if not written:
        return ""
    assert re.fullmatch(r"result=[A-Za-z0-9+/]+=*\n", written)
    document = json.loads(base64.b64decode(written.removeprefix("result=")))
    texts = [held for test in document["tests"] for held in test.values() if isinstance(held, str)]
    return "\n".join(texts)


WRITERS: dict[str, Callable[[Report, Audience], str]] = {
    "text": as_text,
    **{name: renderer(name) for name in FORMATS},
    "summary": summary,
    "result": as_result,
}
BOTH = pytest.mark.parametrize("audience", Audience)


@pytest.mark.parametrize("name", WRITERS)
def test_of_a_hidden_test_a_candidate_reads_title_and_hint_and_nothing_it_did(
    full_report: Report, secrets: tuple[str, ...], name: str
) -> None:
    # With the code of a hidden test at hand, which must not be taken for a visible one's.
    codes = dict.fromkeys((check.test.id for check in full_report.checks[-9:]), "SECRET-CODE")
    report = replace(full_report, visible_code=codes)
    shown = WRITERS[name](report, Audience.CANDIDATE)
    assert [held for held in (*secrets, "SECRET", "hidden/", "4242") if held in shown] == []
    assert "said failed" in shown
    if name != "github":  # which has ten lines at most
        assert "a hidden promise 3" in shown and "hint 3" in shown


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ("github", "exercism")])
def test_the_assessor_reads_what_a_hidden_test_said(full_report: Report, name: str) -> None:
    assert "SECRET-MESSAGE" in WRITERS[name](full_report, Audience.ASSESSOR)


@BOTH
@pytest.mark.parametrize("name", WRITERS)
def test_no_foreign_text_is_a_command_or_a_character_that_acts(
    hostile_report: Report, name: str, audience: Audience
) -> None:
    shown = WRITERS[name](hostile_report, audience)
    assert len(shown) > 1000 or name == "github"
    acting = {held for held in shown if unicodedata.category(held) in HARMFUL} - {"\n"}
    assert acting == set()
    assert re.findall(r"##(?=\w*\[)", shown) == []
    commands = re.findall(r"^\s*::.*", shown, re.M)
    if name == "github":
        # Ours, one a line, with whatever would end their parts escaped.
        ours = r"::(error|notice) ((file|line|title)=[^:,\s]([^:,\n])*,?)+::[^\n]*"
        assert [line for line in shown.splitlines() if not re.fullmatch(ours, line)] == []
    else:
        assert commands == []


@BOTH
@pytest.mark.parametrize("name", WRITERS)
def test_where_nothing_was_graded_no_format_has_points(
    ungraded_report: Report, name: str, audience: Audience
) -> None:
    shown = WRITERS[name](ungraded_report, audience)
    if name == "result":
        assert shown == ""
        return
    assert "There is no room for" in shown
    assert re.findall(r"\b\d+(\.\d+)? (of|/) \d|\bpoints=|\bmax_score", shown) == []
    assert acting_on_logs(shown, name) == []


def acting_on_logs(shown: str, name: str) -> list[str]:
    ours = r"^::error (title=[^:,\n]*)::" if name == "github" else r"(?!)"
    return [line for line in re.findall(r"^\s*::.*", shown, re.M) if not re.match(ours, line)]


def test_a_submission_turned_away_is_told_from_a_fault_of_ours(ungraded_report: Report) -> None:
    status = json.loads(renderer("json")(ungraded_report, Audience.CANDIDATE))["status"]
    assert ungraded_report.problem
    assert status == ("rejected" if ungraded_report.problem.owner is Owner.CANDIDATE else "error")


@pytest.mark.parametrize("name", WRITERS)
def test_a_test_that_passed_unpaid_says_so(
    report_of: Callable[..., Report], full_report: Report, name: str
) -> None:
    held = full_report.checks[-1]
    unpaid = Check(held.test, Verdict.PASSED, "SECRET-MESSAGE", remark="no points: so it is", unpaid=True)
    shown = WRITERS[name](report_of(unpaid), Audience.CANDIDATE)
    assert "SECRET" not in shown
    if name != "github":  # an annotation points at what failed
        assert "no points: so it is" in shown
