"""Decides what an audience may see of a report, for all formats."""

from __future__ import annotations

import enum
import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ..errors import Owner
from ..report import NOT_TRIED, Audience, Check, Report, Verdict, Visibility
from ..text import counted, printable, printable_lines

# What is said of a verdict, in two or three words.
WORDS = {
    Verdict.PASSED: "passed",
    Verdict.PARTIAL: "partly passed",
    Verdict.FAILED: "failed",
    Verdict.ERROR: "error",
    Verdict.CRASHED: "crashed",
    Verdict.TIMEOUT: "too slow",
    Verdict.MEMORY: "too much memory",
    Verdict.OUTPUT: "too much output",
    Verdict.FORBIDDEN: "forbidden",
    Verdict.NOT_RUN: "not run",
}
_MOST_CASE = 60
NO_CODE = "The code of this test is not shown."


class Status(enum.StrEnum):
    """Whether a report has a score, and if not, who must act."""

    GRADED = "graded"
    REJECTED = "rejected"  # the submission was turned away: the candidate must
    ERROR = "error"  # the exercise or the machine failed: never a zero


@dataclass(frozen=True, slots=True)
class Shown:
    """A test's result as the audience may see it; its texts are raw, to be shown by `line` or `lines`."""

    number: int  # from 1, in the order of the suite
    id: str
    title: str
    group: str
    points: float
    max_points: float
    bonus: bool
    visibility: Visibility
    verdict: Verdict
    unpaid: bool
    hint: str
    is_open: bool  # these readers may see what the test asked and what came of it
    message: str
    is_told: bool  # the suite tells every reader something of it
    output: str  # empty unless it is open, as are the times
    cpu_seconds: float
    wall_seconds: float
    code: str  # the test's body where candidates have it, else a sentence

    @property
    def passed(self) -> bool:
        """Whether the test passed, even if it was not paid."""
        return self.verdict is Verdict.PASSED

    @property
    def advice(self) -> str:
        """The test's hint, if the test ran and did not pass; else empty."""
        return "" if self.passed or self.verdict in NOT_TRIED else self.hint

    @property
    def printed(self) -> str:
        """The test's output; empty if it passed."""
        return "" if self.passed or not self.output.strip() else self.output.rstrip("\n")


def shown(report: Report, audience: Audience, *, apart: str = "") -> tuple[Shown, ...]:
    """The results in `report` as `audience` may see them, in the suite's order.

    A sentence that is shown `apart`, such as `of_the_file`, is not repeated for each test.
    """
    checks = [replace(check, remark="") if check.remark == apart else check for check in report.checks]
    uses = Counter(check.test.title for check in checks)
    return tuple(
        _cased(_shown(check, number, audience, _code(report, check)), uses)
        for number, check in enumerate(checks, 1)
    )


def _cased(check: Shown, uses: Counter[str]) -> Shown:
    """Adds the case to the title if several cases share it and the reader may see them."""
    case = check.id.partition("[")[2].removesuffix("]")
    if not check.is_open or not case or uses[check.title] < 2:
        return check
    return replace(check, title=f"{check.title} [{case[:_MOST_CASE]}]")


def of_the_file(report: Report) -> str:
    """The remark that explains for the whole file why no test ran; else empty."""
    if any(check.verdict not in (Verdict.ERROR, *NOT_TRIED) for check in report.checks):
        return ""
    remarks = {check.remark for check in report.checks if check.verdict is not Verdict.NOT_RUN}
    return remarks.pop() if len(remarks) == 1 else ""


def seed(report: Report, audience: Audience) -> int | None:
    """The seed that repeats the run; for assessors only, since it determines hidden inputs."""
    return report.seed if audience is Audience.ASSESSOR else None


def status(report: Report) -> Status:
    """Whether `report` has a score, and if not, who must act."""
    if report.problem is None:
        return Status.GRADED
    return Status.REJECTED if report.problem.owner is Owner.CANDIDATE else Status.ERROR


def groups(checks: Iterable[Shown]) -> dict[str, list[Shown]]:
    """The results by group, in the order in which each group first appears."""
    by_group: dict[str, list[Shown]] = {}
    for check in checks:
        by_group.setdefault(check.group, []).append(check)
    return by_group


def score_line(report: Report) -> str:
    """The score as a sentence, or the reason why there is none."""
    if report.score is None:
        return f"There is no score: {why(report)}"
    score = report.score
    verdict = "passed" if score.passed else f"below {score.fail_under:g} %"
    bonus = f" and {score.bonus:g} of {score.max_bonus:g} bonus points" if score.max_bonus else ""
    of = counted(score.max_points, "point")
    return f"{score.points:g} of {of} ({percent(score.fraction)} %){bonus}, {verdict}"


def why(report: Report) -> str:
    """The reason why nothing was graded, and what to do about it, on one line."""
    if report.problem is None:
        return "nothing was graded."
    return line(f"{report.problem.message} {report.problem.remedy}".strip(), 1000)


def left_out(report: Report) -> str:
    """A sentence about tests that the score does not cover; empty if it covers all of them."""
    count = report.hidden_left_out
    ones = "one was" if count == 1 else "ones were"
    hidden = f"; {count} hidden {ones} not run" if count else ""
    return f"Only the visible tests were run{hidden}." if report.visible_only else ""


def graded_files(report: Report, most: int = 200) -> list[str]:
    """The graded files, listed as `sha256sum` does; empty for a single file."""
    files = report.submission.files if report.submission else ()
    listed = [f"{file.sha256}  {line(file.name)}" for file in files[:most]]
    return listed if len(files) <= most else [*listed, f"… {counted(len(files) - most, 'more file')}"]


def remarks(report: Report) -> list[str]:
    """Sentences about the submission: which parts were left out, and notes for its author."""
    if report.submission is None:
        return []
    names = list(map(line, report.submission.left_out))
    without = [f"Left out: {', '.join(names)}."] if names else []
    return [*without, *(f"Note: {line(note)}." for note in report.submission.notes)]


def percent(fraction: float) -> str:
    """A fraction in whole percent, rounded down so that only full marks give 100."""
    return str(int(fraction * 100 + 1e-9))


def lines(text: str, most_lines: int = 20, most: int = 200) -> list[str]:
    """Makes foreign text safe for terminals and build logs, as a list of lines."""
    return list(map(_no_command, printable_lines(text, most_lines, most))) if text else []


def line(text: str, most: int = 300) -> str:
    """Makes foreign text safe for terminals and build logs, as one line."""
    return _no_command(printable(text, most))


def _no_command(text: str) -> str:
    """Escapes a leading `::`, with which build servers' commands begin."""
    bare = text.lstrip()
    return text[: len(text) - len(bare)] + "\\x3a" + bare[1:] if bare.startswith("::") else text


def _code(report: Report, check: Check) -> str:
    """The body of a visible test's function, found by the test's id without its parameters."""
    name = check.test.id.partition("[")[0]
    return report.visible_code.get(name, NO_CODE) if check.test.visibility is Visibility.VISIBLE else NO_CODE


def _shown(check: Check, number: int, audience: Audience, code: str) -> Shown:
    """One result for `audience`; of a hidden test, candidates see only the author's words and the verdict."""
    test = check.test
    is_open = audience is Audience.ASSESSOR or test.visibility is Visibility.VISIBLE
    return Shown(
        number=number,
        id=test.id if is_open else f"hidden-{number}",
        title=test.title,
        group=test.group,
        points=check.earned,
        max_points=test.points,
        bonus=test.bonus,
        visibility=test.visibility,
        verdict=check.verdict,
        unpaid=check.unpaid,
        hint=test.hint,
        is_open=is_open,
        message=check.told(audience),
        is_told=bool(check.words),
        output=check.output if is_open else "",
        cpu_seconds=_seconds(check.cpu_seconds) if is_open else 0.0,
        wall_seconds=_seconds(check.wall_seconds) if is_open else 0.0,
        code=code,
    )


def _seconds(claimed: float) -> float:
    """A duration that the sandbox claims, rounded; 0 if it is not finite."""
    return round(claimed, 3) if math.isfinite(claimed) else 0.0


def narrowed(report: Report, audience: Audience) -> Report:
    """Removes from the report what `audience` may not see; formats show the same as before."""
    if audience is Audience.ASSESSOR:
        return report
    checks = tuple(_narrowed(check, number) for number, check in enumerate(report.checks, 1))
    timings = {name: float(round(seconds)) for name, seconds in report.timings.items()}
    return replace(report, checks=checks, seed=None, timings=timings)


def _narrowed(check: Check, number: int) -> Check:
    if check.test.visibility is Visibility.VISIBLE:
        return check
    test = replace(check.test, id=f"hidden-{number}")
    return replace(check, test=test, message="", output="", cpu_seconds=0.0, wall_seconds=0.0)
