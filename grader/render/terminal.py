"""The report for a terminal, or for whatever stands where one could."""

from __future__ import annotations

from itertools import groupby
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ..report import Audience, Check, Keeper, Report, SandboxInfo, Score, Verdict, Visibility
from ..text import printable, printable_lines

# verdict -> mark, the mark in plain ASCII, style, what it says
_LOOKS = {
    Verdict.PASSED: ("✓", "+", "green", "passed"),
    Verdict.FAILED: ("✗", "x", "red", "failed"),
    Verdict.ERROR: ("✗", "x", "red", "error"),
    Verdict.CRASHED: ("✗", "x", "red", "crashed"),
    Verdict.TIMEOUT: ("✗", "x", "red", "too slow"),
    Verdict.MEMORY: ("✗", "x", "red", "too much memory"),
    Verdict.OUTPUT: ("✗", "x", "red", "too much output"),
    Verdict.NOT_RUN: ("–", "-", "yellow", "not run"),
}
_OUTPUT_LINES = 8
_WIDEST = 100
_BAR_CELLS = 24


def render(report: Report, audience: Audience, file: IO[str]) -> None:
    """Prints `report` on `file`, as wide as that is, coloured where it may be."""
    console = Console(file=file, highlight=False, markup=False, emoji=False, soft_wrap=False)
    if console.width > _WIDEST or not console.is_terminal:
        console.width = min(console.width, _WIDEST) if console.is_terminal else _WIDEST
    _Page(console, audience).show(report)


class _Page:
    def __init__(self, console: Console, audience: Audience) -> None:
        self._console = console
        self._audience = audience
        self._assessor = audience is Audience.ASSESSOR
        self._unicode = (console.encoding or "").lower().replace("-", "").startswith("utf")

    def show(self, report: Report) -> None:
        assert report.exercise and report.submission and report.sandbox and report.score
        out = self._console
        heading = Text()
        heading.append(printable(report.exercise.title), style="bold")
        heading.append(f"  {printable(report.submission.file)}", style="dim")
        out.print()
        out.print(heading, soft_wrap=True)  # no line of ours begins with a file's name
        for name, checks in groupby(_by_group(report.checks), key=lambda check: check.test.group):
            out.print()
            out.print(Text(printable(name), style="bold"))
            self._group(list(checks))
        out.print()
        self._score(report.score)
        self._not_run(report)
        out.print(Text(_where(report.sandbox), style="dim"))
        for line in _weaker(report.sandbox.protections):
            out.print(Text(line, style="dim"))
        if self._assessor:
            out.print(Text(f"seed {report.seed}, exercise {report.exercise.digest[:12]}", style="dim"))
        out.print()

    def _group(self, checks: list[Check]) -> None:
        for check in checks:
            mark, plain_mark, style, word = _LOOKS[check.verdict]
            line = Table.grid(padding=(0, 1), expand=True)
            line.add_column(width=2, justify="right")
            line.add_column(ratio=1)
            line.add_column(justify="right", no_wrap=True)
            title = Text(printable(check.test.title))
            if check.test.bonus:
                title.append("  bonus", style="cyan")
            if check.verdict not in (Verdict.PASSED, Verdict.FAILED):
                title.append(f"  {word}", style=style)
            points = Text(
                f"{check.earned:g}/{check.test.points:g}", style="yellow" if check.unpaid else style
            )
            line.add_row(Text(mark if self._unicode else plain_mark, style=style), title, points)
            self._console.print(line)
            if check.verdict is not Verdict.PASSED or check.unpaid:
                self._explain(check)

    def _explain(self, check: Check) -> None:
        told = check.told(self._audience)
        for line in printable_lines(told) if told else ():
            self._indented(Text(line))
        if check.unpaid:
            return
        shown = self._assessor or check.test.visibility is Visibility.VISIBLE
        if shown and check.output.strip():
            self._indented(Text("it printed:", style="dim"))
            for line in printable_lines(check.output.rstrip("\n"), _OUTPUT_LINES):
                self._indented(Text(line, style="dim"), 6)
        if check.test.hint and check.verdict is not Verdict.NOT_RUN:
            self._indented(Text(f"Hint: {printable(check.test.hint)}", style="yellow"))

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
        line.append(f"{score.points:g} of {score.max_points:g} points", style="bold")
        line.append("  ")
        line.append(full * cells, style=style)
        line.append(empty * (_BAR_CELLS - cells), style="dim")
        line.append(f"  {_percent(score.fraction)} %", style="bold")
        line.append("  passed" if score.passed else f"  below {score.fail_under:g} %", style=style)
        self._console.print(line)
        if score.max_bonus:
            self._console.print(Text(f"{score.bonus:g} of {score.max_bonus:g} bonus points"))

    def _not_run(self, report: Report) -> None:
        missed = sum(check.verdict is Verdict.NOT_RUN for check in report.checks)
        if missed:
            were = "test was" if missed == 1 else "tests were"
            self._console.print(Text(f"{missed} {were} not run.", style="yellow"))
        if report.visible_only:
            left_out = (
                f"; {report.hidden_left_out} hidden ones were not run" if report.hidden_left_out else ""
            )
            self._console.print(Text(f"Only the visible tests were run{left_out}.", style="yellow"))


def _percent(fraction: float) -> str:
    """Whole percents, rounded down so that 100 means all of it."""
    return str(int(fraction * 100 + 1e-9))


def _by_group(checks: tuple[Check, ...]) -> list[Check]:
    """The groups in the order in which each first appears."""
    order: dict[str, list[Check]] = {}
    for check in checks:
        order.setdefault(check.test.group, []).append(check)
    return [check for held in order.values() for check in held]


def _weaker(protections: dict[str, Keeper]) -> list[str]:
    """What is less than a sandbox can have, a line each; nothing where nothing is."""
    found = []
    watched = [name for name, keeper in protections.items() if keeper is Keeper.WATCHED]
    if watched:
        found.append(
            f"No control group here: {' and '.join(watched)} are watched every 10 ms for the whole of it, and "
            "bounded by the kernel for each process only."
        )
    off = [name for name, keeper in protections.items() if keeper is Keeper.OFF]
    if off:
        found.append(f"Not in force: {', '.join(off)}.")
    return found


def _where(sandbox: SandboxInfo) -> str:
    limits = sandbox.limits
    runtime = f" ({printable(sandbox.runtime)})" if sandbox.runtime else ""
    return (
        f"Ran in {sandbox.kind}{runtime} on Python {printable(sandbox.python, 20)}; a test may use "
        f"{limits.cpu_seconds:g} s of CPU, {limits.wall_seconds:g} s in all, "
        f"{limits.memory_bytes >> 20} MB."
    )
