"""The report as Markdown for a comment or summary; foreign text is in code spans that it cannot leave."""

from __future__ import annotations

import re
import string

from ..report import Audience, Report, Verdict
from . import view
from .view import WORDS, Shown

_MARKS = {
    Verdict.PASSED: "✅",
    Verdict.PARTIAL: "🟡",
    Verdict.NOT_RUN: "➖",
}  # all else is ❌; the word stands beside it
_OUTPUT_LINES = 8
# A dot only where it would make an address; these others mean nothing within a line.
_MEANING = re.compile(
    r"(?<=www)\.|[" + re.escape("".join(set(string.punctuation) - set("()%',.;!?-/"))) + "]"
)


def render(report: Report, audience: Audience) -> str:
    """The whole report as a Markdown document, beginning with a top-level heading."""
    return page(report, audience, explained=True)


def page(report: Report, audience: Audience, *, explained: bool) -> str:
    """The report as Markdown; only the score and the tables unless `explained` is set."""
    title = report.exercise.title if report.exercise else "Not graded"
    parts = [f"# {plain(title)}"]
    if report.score is None:
        parts += ["**There is no score.**", _block([view.why(report)])]
    else:
        parts.append(f"**{plain(view.score_line(report))}**")
    if told := view.of_the_file(report):
        parts.append(_block(view.lines(told)))
    if report.submission:
        parts.append(f"Submission: {code(report.submission.file)}")
        if remarks := view.remarks(report):
            parts.append(_block(remarks))
    for name, checks in view.groups(view.shown(report, audience, apart=told)).items():
        parts += [f"## {plain(name)}", _table(checks)]
        if explained:
            parts += [part for check in checks for part in _explanation(check)]
    if files := view.graded_files(report):
        parts += ["These files were graded:", _block(files)]
    if view.left_out(report):
        parts.append(plain(view.left_out(report)))
    if report.sandbox:
        python = view.line(report.sandbox.python, 20)
        parts.append(f"Ran in {plain(report.sandbox.kind)} on Python {code(python)}.")
    seed = view.seed(report, audience)
    if seed is not None:
        parts.append(f"Seed {seed}.")
    return "\n\n".join(parts) + "\n"


def plain(text: str) -> str:
    """Escapes in an author's text all characters that have a meaning in Markdown.

    Some sites look for names after an `@` even so; text from a candidate therefore stands in code.
    """
    return _MEANING.sub(lambda match: f"&#{ord(match[0])};", view.line(text))


def code(text: str) -> str:
    """Foreign text as a code span that is safe in tables and contains no active links or mentions."""
    content = view.line(text).replace("|", "\\x7c") or " "
    ticks = _fence(content, 1)
    return f"{ticks} {content} {ticks}"


def _table(checks: list[Shown]) -> str:
    rows = ["| Result | Test | Points |", "| :-- | :-- | --: |"]
    for check in checks:
        bonus = " (bonus)" if check.bonus else ""
        mark = f"{_MARKS.get(check.verdict, '❌')} {WORDS[check.verdict]}"
        points = f"{check.points:g} of {check.max_points:g}"
        rows.append(f"| {mark} | {plain(check.title)}{bonus} | {points} |")
    return "\n".join(rows)


def _explanation(check: Shown) -> list[str]:
    """A test's message, output and hint below its title; empty if the test has none."""
    parts = []
    if check.message:
        parts.append(_block(view.lines(check.message)))
    if check.printed:
        parts += ["It printed:", _block(view.lines(check.printed, _OUTPUT_LINES))]
    if check.advice:
        parts.append(f"Hint: {plain(check.advice)}")
    return [f"### {plain(check.title)}", *parts] if parts else []


def _block(lines: list[str]) -> str:
    fence = _fence("\n".join(lines), 3)
    return "\n".join([f"{fence}text", *lines, fence])


def _fence(text: str, least: int) -> str:
    """A row of at least `least` backticks, longer than any row in `text`."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))
