"""The report on a terminal: readable on any, and harmless whatever it shows."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.limits import Limits
from grader.render.terminal import render
from grader.report import Audience, Check, Keeper, Report, SandboxInfo, Verdict

from .conftest import USUAL

# What rich itself writes: colours and weights, nothing that moves, clears, asks or links.
STYLE = re.compile(r"\x1b\[[0-9;]*m")
COLOUR = re.compile(r"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


class Terminal(io.StringIO):
    """Says that it is one."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "NO_COLOR",
        "FORCE_COLOR",
        "COLUMNS",
        "LINES",
        "TTY_COMPATIBLE",
        "TTY_INTERACTIVE",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def on_terminal(report: Report, audience: Audience = Audience.CANDIDATE) -> str:
    file = Terminal()
    render(report, audience, file)
    return file.getvalue()


def piped(report: Report, audience: Audience = Audience.CANDIDATE) -> str:
    file = io.StringIO()
    render(report, audience, file)
    return file.getvalue()


def in_encoding(report: Report, encoding: str) -> bytes:
    raw = io.BytesIO()
    # As the command does: what the encoding lacks becomes a question mark.
    file = io.TextIOWrapper(raw, encoding=encoding, errors="replace")
    render(report, Audience.ASSESSOR, file)
    file.flush()
    return raw.getvalue()


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines()]


def test_a_whole_report_for_the_candidate(report_of: Callable[..., Report], full_report: Report) -> None:
    passed, failed, hidden = full_report.checks[0], full_report.checks[1], full_report.checks[-4]
    assert lines(piped(report_of(passed, failed, hidden, full_report.checks[-1], fail_under=60.0))) == [
        "",
        "Flatten  flatten.py",
        "",
        "Basics",
        f"{' ✓ visible promise passed':97}2/2",
        f"{' ✗ visible promise failed':97}0/2",
        "    said failed",
        "    it printed:",
        "      out",
        "    Hint: look again",
        "",
        "Depth",
        f"{' ✗ a hidden promise 5  too much memory':95}0/1.5",
        "    Hint: hint 5",
        f"{' ✓ a hidden promise 99  bonus':93}1.5/1.5",
        "",
        "2 of 5.5 points  ████████░░░░░░░░░░░░░░░░  36 %  below 60 %",
        "1.5 of 1.5 bonus points",
        "Ran in bubblewrap on Python 3.11.7; a test may use 2 s of CPU, 5.5 s in all, 256 MB.",
        "",
    ]


def test_of_a_hidden_test_the_candidate_sees_title_points_verdict_and_hint_only(
    full_report: Report, secrets: tuple[str, ...]
) -> None:
    for shown in (piped(full_report), on_terminal(full_report)):
        assert [secret for secret in (*secrets, "hidden/", "4242") if secret in shown] == []
        assert "a hidden promise 3" in shown and "Hint: hint 3" in shown


def test_the_assessor_sees_messages_outputs_and_the_seed(full_report: Report) -> None:
    shown = piped(full_report, Audience.ASSESSOR)
    assert "SECRET-MESSAGE" in shown and "SECRET-OUTPUT" in shown
    assert "seed 4242, exercise abababababab" in lines(shown)


@pytest.mark.parametrize("verdict", Verdict)
def test_each_verdict_says_what_happened(
    report_of: Callable[..., Report], full_report: Report, verdict: Verdict
) -> None:
    words = {
        Verdict.ERROR: "error", Verdict.CRASHED: "crashed", Verdict.TIMEOUT: "too slow",
        Verdict.MEMORY: "too much memory", Verdict.OUTPUT: "too much output", Verdict.NOT_RUN: "not run",
        Verdict.PARTIAL: "partly passed", Verdict.FORBIDDEN: "forbidden",
    }  # fmt: skip
    check = replace(full_report.checks[0], verdict=verdict, message="", output="")
    test = replace(check.test, title="It", hint="")
    line = lines(piped(report_of(replace(check, test=test))))[4]
    mark = {Verdict.PASSED: "✓", Verdict.NOT_RUN: "–", Verdict.PARTIAL: "◐"}.get(verdict, "✗")
    title = f"It  {words[verdict]}" if verdict in words else "It"
    assert re.split(r" {3,}", line.strip()) == [
        f"{mark} {title}", "2/2" if verdict is Verdict.PASSED else "0/2"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fraction", "percent"),
    [
        ((999, 1000), "99 %"),
        ((1, 3), "33 %"),
        ((29, 100), "29 %"),
        ((1, 1), "100 %"),
        ((0, 1), "0 %"),
    ],
)
def test_a_hundred_percent_means_all_of_it(
    report_of: Callable[..., Report], full_report: Report, fraction: tuple[int, int], percent: str
) -> None:
    held = full_report.checks[0]
    checks = [
        Check(replace(held.test, points=fraction[0]), Verdict.PASSED),
        Check(replace(held.test, points=fraction[1] - fraction[0]), Verdict.FAILED),
    ]
    shown = lines(piped(report_of(*checks)))
    assert sum(f"  {percent}  " in line for line in shown) == 1


@pytest.mark.parametrize("columns", [1, 10, 20, 40, 60, 80])
def test_on_a_narrow_terminal_no_line_is_wider_than_it(
    full_report: Report, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = STYLE.sub("", on_terminal(full_report))
    assert max(map(len, shown.splitlines())) <= columns


def test_on_a_narrow_terminal_nothing_is_left_out(
    full_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    words = STYLE.sub("", on_terminal(full_report)).split()
    for check in full_report.checks:
        assert str(check.test.title.split()[-1]) in words
    assert words.count("0/1.5") == len(USUAL) - 1
    assert {"Hint:", "points", "below", "Ran", "MB."} <= set(words)


@pytest.mark.parametrize("columns", [101, 300])
def test_on_a_wide_terminal_points_stay_near_their_titles(
    full_report: Report, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    shown = STYLE.sub("", on_terminal(full_report))
    assert max(map(len, shown.splitlines())) == 100


def test_a_pipe_gets_the_same_text_without_any_style(full_report: Report) -> None:
    shown = piped(full_report)
    assert "\x1b" not in shown
    assert lines(STYLE.sub("", on_terminal(full_report, Audience.CANDIDATE))) != []


def test_a_terminal_gets_colours(full_report: Report) -> None:
    assert COLOUR.search(on_terminal(full_report))


def test_no_color_takes_all_colours_away(full_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    coloured = on_terminal(full_report)
    monkeypatch.setenv("NO_COLOR", "1")
    shown = on_terminal(full_report)
    assert not COLOUR.search(shown)
    assert STYLE.sub("", shown) == STYLE.sub("", coloured)


def test_a_dumb_terminal_gets_no_escapes(full_report: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in on_terminal(full_report)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "cp437", "koi8-r", "shift_jis"])
def test_where_the_encoding_lacks_our_marks_plain_ones_stand_for_them(
    full_report: Report, encoding: str
) -> None:
    shown = in_encoding(full_report, encoding)
    assert shown.isascii()
    assert b"?" not in shown
    assert b" + visible promise passed" in shown and b" x visible promise failed" in shown
    assert re.search(rb"points  #+\.+  \d+ %", shown)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8", "utf-16"])
def test_hostile_texts_can_be_shown_in_any_encoding(hostile_report: Report, encoding: str) -> None:
    text = in_encoding(hostile_report, encoding).decode(encoding)
    assert set(text) - {"\n"} == {character for character in text if character.isprintable()}


@pytest.mark.parametrize("audience", Audience)
def test_hostile_texts_do_nothing_to_the_terminal(hostile_report: Report, audience: Audience) -> None:
    shown = STYLE.sub("", on_terminal(hostile_report, audience))
    assert all(character.isprintable() for character in shown.replace("\n", ""))


def test_hostile_texts_do_nothing_to_the_style(hostile_report: Report, full_report: Report) -> None:
    """All styles are of those that an honest report has, which has no link and no blinking."""
    honest = set(STYLE.findall(on_terminal(full_report, Audience.ASSESSOR)))
    assert set(STYLE.findall(on_terminal(hostile_report, Audience.ASSESSOR))) <= honest


def test_markup_and_emoji_codes_are_shown_as_they_stand(hostile_report: Report) -> None:
    shown = " ".join(piped(hostile_report).split())
    assert "[bold red]markup[/] [/] [link=x] :smile: <b>&amp;" in shown


def test_a_flood_of_text_is_cut(report_of: Callable[..., Report], full_report: Report) -> None:
    check = replace(full_report.checks[1], message="m\n" * 10**5, output="o" * 10**6 + "\n" * 10**5 + "x")
    assert len(piped(report_of(check))) < 10_000


@pytest.mark.parametrize(
    ("more", "line"),
    [
        ({"visible_only": True}, "Only the visible tests were run."),
        (
            {"sandbox": SandboxInfo("docker", "runsc", "img", "3.13.1", Limits(0.5, 2, 64 << 20))},
            "Ran in docker (runsc) on Python 3.13.1; a test may use 0.5 s of CPU, 2 s in all, 64 MB.",
        ),
    ],
)
def test_the_report_says_what_was_run_and_where(
    report_of: Callable[..., Report], full_report: Report, more: dict[str, object], line: str
) -> None:
    assert line in lines(piped(report_of(full_report.checks[0], **more)))


def test_tests_that_were_not_run_are_counted(report_of: Callable[..., Report], full_report: Report) -> None:
    unrun = replace(full_report.checks[0], verdict=Verdict.NOT_RUN)
    assert "2 tests were not run." in lines(piped(report_of(unrun, unrun)))
    assert "1 test was not run." in lines(piped(report_of(unrun)))


def test_a_test_that_passed_unpaid_shows_its_mark_no_points_and_why(
    report_of: Callable[..., Report], full_report: Report
) -> None:
    hidden = full_report.checks[-1]
    unpaid = replace(hidden, unpaid=True, remark="no points: so it is")
    shown = lines(piped(report_of(unpaid)))
    assert re.split(r" {3,}", shown[4].strip()) == ["✓ a hidden promise 99  bonus", "0/1.5"]
    assert shown[5] == "    no points: so it is"
    assert "SECRET-MESSAGE" not in "".join(shown)


@pytest.mark.parametrize(
    ("changed", "weaker"),
    [
        ({}, ""),
        (
            {"memory": Keeper.WATCHED, "processes": Keeper.WATCHED},
            (
                "No control group here: memory and processes are watched every 10 ms for the whole of it, "
                "and bounded by the kernel for each process only."
            ),
        ),
        ({"seccomp": Keeper.OFF}, "Not in force: seccomp."),
    ],
)
def test_only_what_is_weaker_than_usual_is_told_of_the_protections(
    report_of: Callable[..., Report], full_report: Report, changed: dict[str, Keeper], weaker: str
) -> None:
    held = {"seccomp": Keeper.KERNEL, "memory": Keeper.KERNEL, "processes": Keeper.KERNEL} | changed
    sandbox = SandboxInfo("bubblewrap", None, None, "3.11.7", Limits(2, 5.5, 256 << 20), held)
    shown = " ".join(piped(report_of(full_report.checks[0], sandbox=sandbox)).split())
    assert shown.endswith(f"5.5 s in all, 256 MB. {weaker}".strip())
