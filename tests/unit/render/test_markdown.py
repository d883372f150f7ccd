"""The report as Markdown, read by a parser of CommonMark with tables."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from grader.render.markdown import render
from grader.report import Audience, Check, Report, SubmissionInfo, Verdict

PARSER = MarkdownIt("commonmark").enable("table")
# What our own layout is made of.
OURS = {
    "heading", "paragraph", "table", "thead", "tbody", "tr", "th", "td", "inline", "fence", "text",
    "strong", "code_inline",
}  # fmt: skip
HEAD = "| Result | Test | Points |\n| :-- | :-- | --: |\n"


def tokens(text: str) -> list[Token]:
    """All of them, those within lines too."""
    found = []
    for token in PARSER.parse(text):
        found += [token, *(token.children or ())]
    return found


def kinds(text: str) -> set[str]:
    return {re.sub("_(open|close)$", "", token.type) for token in tokens(text)}


def test_a_whole_document(report_of: Callable[..., Report], full_report: Report) -> None:
    failed, hidden = full_report.checks[1], full_report.checks[-4]
    assert render(report_of(failed, hidden), Audience.ASSESSOR).split("\n\n") == [
        "# Flatten",
        "**0 of 3.5 points (0 %), below 100 %**",
        "Submission: ` flatten.py `",
        "## Basics",
        f"{HEAD}| ❌ failed | visible promise failed | 0 of 2 |",
        "### visible promise failed",
        "```text\nsaid failed\n```",
        "It printed:",
        "```text\nout\n```",
        "Hint: look again",
        "## Depth",
        f"{HEAD}| ❌ too much memory | a hidden promise 5 | 0 of 1.5 |",
        "### a hidden promise 5",
        "```text\nSECRET-MESSAGE\n```",
        "It printed:",
        "```text\nSECRET-OUTPUT\n```",
        "Hint: hint 5",
        "Ran in bubblewrap on Python ` 3.11.7 `.",
        "Seed 4242.\n",
    ]


@pytest.mark.parametrize("audience", Audience)
def test_hostile_text_is_text(hostile_report: Report, audience: Audience) -> None:
    text = render(hostile_report, audience)
    assert kinds(text) <= OURS
    found = tokens(text)
    # One group, and a heading for each test: all are failed or, when passed, have said something.
    headings = [token.tag for token in found if token.type == "heading_open"]
    assert headings == ["h1", "h2"] + ["h3"] * len(Verdict)
    assert sum(token.type == "fence" for token in found) == 2 * len(Verdict) - 1
    # Three cells a row, whatever is in a title.
    cells = [token.type for token in found if token.type in ("tr_open", "td_open", "th_open")]
    assert len(cells) == 4 * (1 + len(Verdict))


@pytest.mark.parametrize("audience", Audience)
def test_there_is_no_address_and_no_name_for_a_site_to_act_on(
    hostile_report: Report, audience: Audience
) -> None:
    plain = [
        token.content for token in PARSER.parse(render(hostile_report, audience)) if token.type == "inline"
    ]
    outside = [re.sub(r"(`+) .*? \1(?!`)", "", text) for text in plain]
    assert [text for text in outside if re.search(r"www\.|://|@|<|\[|:\w+:", text)] == []


@pytest.mark.parametrize(
    "message", ["```\n# Forged", "~~~", "````\n```", "`" * 60, "</code>", "    x", "> x\n\n- y"]
)
def test_a_message_is_read_as_it_was_written(
    report_of: Callable[..., Report], full_report: Report, message: str
) -> None:
    check = Check(full_report.checks[1].test, Verdict.FAILED, message)
    (fence,) = [
        token for token in tokens(render(report_of(check), Audience.CANDIDATE)) if token.type == "fence"
    ]
    assert fence.content == message + "\n"


@pytest.mark.parametrize(
    "file", ["a.py", "`a`.py", "``.py", "a|b.py", "*a*_b_.py", "<b>.py", "[x](y).py", "@all.py"]
)
def test_a_file_name_is_code(report_of: Callable[..., Report], full_report: Report, file: str) -> None:
    held = SubmissionInfo(file, "cd" * 32, 1)
    found = tokens(render(report_of(full_report.checks[0], submission=held), Audience.CANDIDATE))
    assert next(held.content for held in found if held.type == "code_inline") == file.replace("|", "\\x7c")


def test_where_nothing_was_graded_it_says_so_and_no_more(ungraded_report: Report) -> None:
    text = render(ungraded_report, Audience.CANDIDATE)
    assert kinds(text) <= OURS - {"table", "thead", "tbody", "tr", "th", "td"}
    assert [token.content for token in tokens(text) if token.type == "inline"][:2] == [
        "Flatten", "**There is no score.**"
    ]  # fmt: skip
