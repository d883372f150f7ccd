"""What a suite tells, part of the points, and what is true of a whole file, in every format."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest

from grader.machine.paths import package
from grader.render import FORMATS, renderer, terminal
from grader.report import Audience, Check, Report, Test, Verdict, Visibility, score, settled

Reported = Callable[..., Report]
SAID = "not run: the file uses `sorted` (line 3). Not allowed: Sort it yourself."


def made(number: int, verdict: Verdict, **more: Any) -> Check:
    whole = more.pop("whole", False)
    test = Test(
        f"hidden/test_it.py::test_{number}", f"promise {number}", "Tests", 2.0, bonus=False,
        visibility=Visibility.HIDDEN, all_or_nothing=whole,
    )  # fmt: skip
    return Check(test, verdict, "SECRET-MESSAGE", "SECRET-OUTPUT", **more)


def text_of(report: Report, form: str) -> str:
    if form != "text":
        return renderer(form)(report, Audience.CANDIDATE)
    file = io.StringIO()
    terminal.render(report, Audience.CANDIDATE, file)
    return file.getvalue()


@pytest.mark.parametrize("form", ["text", *FORMATS])
def test_a_part_of_the_points_and_an_authors_words_are_told_of_a_hidden_test(
    report_of: Reported, form: str
) -> None:
    report = report_of(
        made(1, Verdict.PARTIAL, credit=0.75, words="3 of 4 cases"),
        made(2, Verdict.PASSED, words="well done"),
    )
    text = text_of(report, form)
    assert ("3 of 4 cases" in text, "SECRET" in text) == (True, False)
    # Annotations are about what went wrong.
    assert ("well done" in text) is (form != "github")
    if form not in ("exercism",):  # which knows no points
        assert "1.5" in text or "3.5" in text


@pytest.mark.parametrize("form", ["text", *FORMATS])
def test_why_a_file_is_forbidden_is_told_in_every_format(report_of: Reported, form: str) -> None:
    report = report_of(*(made(number, Verdict.FORBIDDEN, remark=SAID) for number in range(3)))
    text = text_of(report, form).replace("\n", " ")
    assert "orbidden" in text or form == "exercism"  # which shows the reason alone
    assert "Sort it yourself" in text
    if form in ("text", "html", "markdown"):
        assert text.count("Sort it yourself") == 1


def test_both_are_in_the_schema(report_of: Reported) -> None:
    schema = json.loads(package("schemas/report.schema.json").read_text())
    report = report_of(made(1, Verdict.PARTIAL, credit=0.5, words="half"), made(2, Verdict.FORBIDDEN))
    document = json.loads(text_of(report, "json"))
    jsonschema.Draft202012Validator(schema).validate(document)
    assert [(test["verdict"], test["points"]) for test in document["tests"]] == [
        ("partial", 1.0), ("forbidden", 0.0),
    ]  # fmt: skip


def test_a_group_that_is_paid_as_a_whole_pays_no_part(report_of: Reported) -> None:
    checks = settled((made(1, Verdict.PARTIAL, credit=0.5, whole=True), made(2, Verdict.PASSED, whole=True)))
    assert score(checks, 100).points == 0
    assert [check.unpaid for check in checks] == [True, True]


def test_what_only_some_tests_say_is_said_of_them(report_of: Reported) -> None:
    loaded = "the file cannot be loaded: NameError: x"
    report = report_of(made(1, Verdict.ERROR, remark=loaded), made(2, Verdict.FAILED))
    text = text_of(report, "text")
    assert text.index("promise 1") < text.index("NameError: x")
    report = report_of(made(1, Verdict.ERROR, remark=loaded), made(2, Verdict.ERROR, remark=loaded))
    text = text_of(report, "text")
    assert text.index("NameError: x") < text.index("promise 1")
    assert text.count("NameError: x") == 1
