"""The report as text for a terminal, or for a file or pipe instead."""

from __future__ import annotations

import re
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..report import Audience, Keeper, Report, SandboxInfo, Score, Verdict
from ..text import counted, printable, printable_lines
from .view import (
    WORDS,
    Shown,
    graded_files,
    groups,
    left_out,
    of_the_file,
    percent,
    remarks,
    score_line,
    seed,
    shown,
)

# verdict -> mark, the mark in plain ASCII, style
_LOOKS = {
    **dict.fromkeys(Verdict, ("✗", "x", "red")),
    Verdict.PASSED: ("✓", "+", "green"),
    Verdict.PARTIAL: ("◐", "~", "yellow"),
    Verdict.NOT_RUN: ("–", "-", "yellow"),
}
_OUTPUT_LINES = 8
# The other formats have them all.
_MOST_FILES = 20
_WIDEST = 100
_BAR_CELLS = 24


def render(report: Report, audience: Audience, file: IO[str]) -> None:
    """Prints `report` to `file`, as wide as the terminal, in colour if possible."""
    console = _Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.width > _WIDEST or not console.is_terminal:
        console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    _Page(console, audience).show(report)


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Re-raises the error, since rich would redirect standard output and exit, whatever the file."""
        raise


class _Page:
    def __init__(self, console: Console, audience: Audience) -> None:
        self._console = console
        self._audience = audience
        self._unicode = (console.encoding or "").lower().replace("-", "").startswith("utf")

    def show(self, report: Report) -> None:
        out = self._console
        if report.score is None:
            out.print(Text(score_line(report)), soft_wrap=True)
            return
        assert report.exercise and report.submission and report.sandbox
        heading = Text(_named(report.exercise.title), style="bold")
        file = Text(printable(report.submission.file), style="dim")
        out.print()
        if heading.cell_len + file.cell_len + 2 <= out.width:
            out.print(heading.append("  ").append_text(file))
        else:  # no line of ours begins with a file's name
            out.print(heading)
            self._indented(file)
        told = of_the_file(report)
        if told:
            out.print()
            for line in printable_lines(told):
                self._indented(Text(line), 0)
        for name, checks in groups(shown(report, self._audience, apart=told)).items():
            out.print()
            out.print(Text(_named(name), style="bold"))
            self._group(checks)
        out.print()
        self._score(report.score)
        self._not_run(report)
        for line in [*graded_files(report, _MOST_FILES), *remarks(report)]:
            out.print(Text(line, style="dim"), soft_wrap=True)
        out.print(Text(_where(report.sandbox), style="dim"))
        for line in _weaker(report.sandbox.protections):
            out.print(Text(line, style="dim"))
        report_seed = seed(report, self._audience)
        if report_seed is not None:
            out.print(Text(f"seed {report_seed}, exercise {report.exercise.digest[:12]}", style="dim"))
        out.print()

    def _group(self, checks: list[Shown]) -> None:
        for check in checks:
            mark, plain_mark, style = _LOOKS[check.verdict]
            line = Table.grid(padding=(0, 1), expand=True)
            line.add_column(width=2, justify="right")
            line.add_column(ratio=1)
            line.add_column(justify="right", no_wrap=True)
            title = Text(_named(check.title))
            if check.bonus:
                title.append("  bonus", style="cyan")
            if check.verdict not in (Verdict.PASSED, Verdict.FAILED):
                title.append(f"  {WORDS[check.verdict]}", style=style)
            points = Text(f"{check.points:g}/{check.max_points:g}", style="yellow" if check.unpaid else style)
            line.add_row(Text(mark if self._unicode else plain_mark, style=style), title, points)
            self._console.print(line)
            if not check.passed or check.unpaid or check.is_told:
                self._explain(check)

    def _explain(self, check: Shown) -> None:
        for line in printable_lines(check.message) if check.message else ():
            self._indented(Text(line))
        if check.printed:
            self._indented(Text("it printed:", style="dim"))
            for line in printable_lines(check.printed, _OUTPUT_LINES):
                self._indented(Text(line, style="dim"), 6)
        if check.advice:
            self._indented(Text(f"Hint: {printable(check.advice)}", style="yellow"))

    def _indented(self, text: Text, columns: int = 4) -> None:
        for line in text.wrap(self._console, max(20, self._console.width - columns)):
            line.rstrip()
            margin = Text(" " * columns)
            if line.plain.lstrip().startswith("::"):  # a build server would take it for a command
                margin.append("\\x3a")
                line = line[line.plain.index(":") + 1 :]
            self._console.print(margin.append_text(line))

    def _score(self, score: Score) -> None:
        full, empty = ("█", "░") if self._unicode else ("#", ".")
        cells = int(score.fraction * _BAR_CELLS)
        style = "green" if score.passed else "red"
        line = Text()
        line.append(f"{score.points:g} of {counted(score.max_points, 'point')}", style="bold")
        line.append("  ")
        line.append(full * cells, style=style)
        line.append(empty * (_BAR_CELLS - cells), style="dim")
        line.append(f"  {percent(score.fraction)} %", style="bold")
        line.append("  passed" if score.passed else f"  below {score.fail_under:g} %", style=style)
        self._console.print(line)
        if score.max_bonus:
            self._console.print(Text(f"{score.bonus:g} of {score.max_bonus:g} bonus points"))

    def _not_run(self, report: Report) -> None:
        missed = sum(check.verdict is Verdict.NOT_RUN for check in report.checks)
        if missed:
            were = "test was" if missed == 1 else "tests were"
            self._console.print(Text(f"{missed} {were} not run.", style="yellow"))
        if left_out(report):
            self._console.print(Text(left_out(report), style="yellow"))


def _named(text: str) -> str:
    """A title or name on one line, escaped so that no wrapped part is a build server's command."""
    return re.sub(r"(?<!\S)::", r"\\x3a:", printable(text))


def _weaker(protections: dict[str, Keeper]) -> list[str]:
    """One line for each protection that is weaker here than a sandbox can have it."""
    sentences = []
    watched = [name for name, keeper in protections.items() if keeper is Keeper.WATCHED]
    if watched:
        sentences.append(
            f"No control group here: {' and '.join(watched)} are watched every 10 ms for the whole of it, "
            "and bounded by the kernel for each process only."
        )
    off = [name for name, keeper in protections.items() if keeper is Keeper.OFF]
    if off:
        sentences.append(f"Not in force: {', '.join(off)}.")
    return sentences


def _where(sandbox: SandboxInfo) -> str:
    limits = sandbox.limits
    cpu = _paced(limits.cpu_seconds, sandbox.time_factor)
    runtime = f" ({_named(sandbox.runtime)})" if sandbox.runtime else ""
    return (
        f"Ran in {_named(sandbox.kind[:20])}{runtime} on Python {_named(sandbox.python[:20])}; "
        f"a test may use {cpu}, {limits.wall_seconds:g} s in all, {limits.memory_bytes >> 20} MB."
    )


def _paced(cpu_seconds: float, factor: float) -> str:
    """The CPU time that a test may use, and why it is not that of the exercise where it is scaled."""
    if factor == 1:
        return f"{cpu_seconds:g} s of CPU"
    speed = "slower" if factor > 1 else "faster"
    reference = f"{cpu_seconds:g} s on the reference machine; this one is {speed}"
    return f"{round(cpu_seconds * factor, 2):g} s of CPU ({reference})"
