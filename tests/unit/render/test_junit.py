"""The report as JUnit XML, read by a library that others read such reports with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from junitparser import Error, Failure, JUnitXml, Skipped, TestCase

from grader.render.junit import render
from grader.report import Audience, Check, Report, Verdict


def read(report: Report, audience: Audience = Audience.CANDIDATE) -> JUnitXml:
    text = render(report, audience)
    assert text.isascii()
    return JUnitXml.fromstring(text.encode())


def cases(found: JUnitXml) -> list[TestCase]:
    return [case for suite in found for case in suite]


def test_a_whole_document(report_of: Callable[..., Report], full_report: Report) -> None:
    failed, hidden = full_report.checks[1], full_report.checks[-4]
    failed = replace(failed, wall_seconds=0.25)
    shown = ElementTree.canonicalize(
        render(report_of(failed, hidden), Audience.ASSESSOR), strip_text=True
    ).replace("><", ">\n<")
    assert shown.splitlines() == [
        '<testsuites errors="0" failures="2" name="Flatten" skipped="0" tests="2" time="9.625">',
        '<testsuite errors="0" failures="1" name="Basics" skipped="0" tests="1" time="0.250">',
        "<properties>",
        '<property name="points" value="0">',
        "</property>",
        '<property name="max_points" value="2">',
        "</property>",
        '<property name="seed" value="4242">',
        "</property>",
        "</properties>",
        '<testcase classname="flatten.Basics" name="visible promise failed" time="0.250">',
        *properties("0", "2", "visible", "failed"),
        '<failure message="failed: said failed" type="failed">said failed',
        "Hint: look again</failure>",
        "<system-out>out</system-out>",
        "</testcase>",
        "</testsuite>",
        '<testsuite errors="0" failures="1" name="Depth" skipped="0" tests="1" time="9.375">',
        "<properties>",
        '<property name="points" value="0">',
        "</property>",
        '<property name="max_points" value="1.5">',
        "</property>",
        '<property name="seed" value="4242">',
        "</property>",
        "</properties>",
        '<testcase classname="flatten.Depth" name="a hidden promise 5" time="9.375">',
        *properties("0", "1.5", "hidden", "memory"),
        '<failure message="too much memory: SECRET-MESSAGE" type="memory">SECRET-MESSAGE',
        "Hint: hint 5</failure>",
        "<system-out>SECRET-OUTPUT</system-out>",
        "</testcase>",
        "</testsuite>",
        "</testsuites>",
    ]


def properties(points: str, most: str, visibility: str, verdict: str) -> list[str]:
    held = {"points": points, "max_points": most, "bonus": "false", "visibility": visibility} | {
        "verdict": verdict
    }
    inner = [f'<property name="{name}" value="{value}">\n</property>' for name, value in held.items()]
    return "\n".join(["<properties>", *inner, "</properties>"]).splitlines()


def test_a_reader_counts_failures_and_skips_and_no_errors(full_report: Report) -> None:
    found = read(full_report)
    kinds = {Verdict.PASSED: [], Verdict.NOT_RUN: [Skipped]}
    for check, case in zip(full_report.checks, cases(found), strict=True):
        assert case.name == check.test.title
        assert [type(held) for held in case.result] == kinds.get(check.verdict, [Failure])
    counts = [(suite.tests, suite.failures, suite.errors, suite.skipped) for suite in found]
    assert counts == [(8, 6, 0, 1), (9, 6, 0, 1)]
    said = (found.tests, found.failures, found.errors, found.skipped)
    found.update_statistics()  # as the reader itself counts them
    assert said == (17, 12, 0, 2) == (found.tests, found.failures, found.errors, found.skipped)


def test_what_is_not_the_candidates_fault_is_one_error_and_no_failure(ungraded_report: Report) -> None:
    found = read(ungraded_report)
    (case,) = cases(found)
    (error,) = case.result
    assert (type(error), error.type, found.failures, found.errors) == (Error, "no-room", 0, 1)
    assert error.message.startswith("There is no room for")


def test_hostile_text_is_text(hostile_report: Report) -> None:
    text = render(hostile_report, Audience.ASSESSOR)
    assert "<script" not in text and "<!" not in text
    found = read(hostile_report, Audience.ASSESSOR)
    failure = cases(found)[1].result[0]
    assert "<script>document.title='run'</script>" in failure.text
    assert "]]> <!ENTITY x>" in failure.text


def test_bonus_points_stand_apart(report_of: Callable[..., Report], full_report: Report) -> None:
    (suite,) = read(report_of(full_report.checks[-2], full_report.checks[-1]))
    assert {held.name: held.value for held in suite.properties()} == {
        "points": "0", "max_points": "1.5", "bonus": "1.5", "max_bonus": "1.5",
    }  # fmt: skip


def test_two_tests_of_one_title_are_two(report_of: Callable[..., Report], full_report: Report) -> None:
    held = full_report.checks[0]
    found = read(report_of(held, held, held))
    assert [case.name for case in cases(found)] == [
        held.test.title, f"{held.test.title} (2)", f"{held.test.title} (3)",
    ]  # fmt: skip


@pytest.mark.parametrize("seconds", [float("nan"), float("inf")])
def test_a_time_is_a_number(report_of: Callable[..., Report], full_report: Report, seconds: float) -> None:
    check: Check = replace(full_report.checks[0], wall_seconds=seconds)
    assert cases(read(report_of(check)))[0].time == 0
