"""Renders one candidate's line in the overview, which unfolds into the report for assessors."""

from __future__ import annotations

from ...errors import Owner
from ...render import view
from ...render.html import item
from ...render.page import escaped
from ...render.view import Shown
from ...report import Verdict, Visibility
from ...text import counted
from ..result import ResultDict
from ..tally import percent
from .plots import strip

# A page with a whole class on it says less of each test than a report does.
_LINES = 16


def sheet(number: int, record: ResultDict) -> str:
    """The candidate's results as a foldable element; links refer to it by `number`."""
    report = record["report"]
    name = f'<span class="name">{escaped(view.line(record["candidate"], 80))}</span>'
    if report["score"] is None:
        status = view.Status(report["status"])
        head = f'{name}<span class="why">{status.value}: {_why(report, 120)}</span>'
        body = f'<p class="problem">{_why(report, 1000)}</p>'
    else:
        checks = [_shown(place, test) for place, test in enumerate(report["tests"], 1)]
        passed = sum(check.passed for check in checks)
        head = (
            f'{name}<span class="strip">{strip([check.verdict for check in checks])}</span>'
            f'<span class="percent">{percent(report["score"])} %</span>'
            f'<span class="passed">{passed} of {counted(len(checks), "test")}</span>'
        )
        body = _score(report) + _results(checks)
    return (
        f'<details class="class"><summary>{head}</summary>\n<div class="sheet" id="c{number}">\n'
        f'<p class="file"><code>{escaped(view.line(record["path"]))}</code></p>\n{body}\n</div></details>\n'
    )


def owner(report: ResultDict) -> Owner:
    """Who is responsible for a report that has no score."""
    return Owner(report["problem"]["owner"]) if report["problem"] else Owner.INFRASTRUCTURE


def _why(report: ResultDict, most: int) -> str:
    problem = report["problem"] or {"message": "nothing was graded.", "remedy": ""}
    return escaped(view.line(f"{problem['message']} {problem['remedy']}".strip(), most))


def _score(report: ResultDict) -> str:
    score, seed = report["score"], report.get("seed")
    bonus = f" and {score['bonus']:g} of {score['max_bonus']:g} bonus points" if score["max_bonus"] else ""
    repeat = f" Seed {seed}." if seed is not None else ""
    return f"<p>{score['points']:g} of {counted(score['max_points'], 'point')}{bonus}.{repeat}</p>\n"


def _results(checks: list[Shown]) -> str:
    missed = [check for check in checks if not check.passed]
    there = [check for check in checks if check.passed]
    parts = []
    if missed:
        items = "\n".join(item(check, _LINES) for check in missed)
        parts.append(f'<h3>Not passed</h3>\n<ul role="list">\n{items}\n</ul>')
    if there:
        items = "".join(f"<li>{escaped(view.line(check.title))}{_unpaid(check)}</li>\n" for check in there)
        parts.append(f'<h3>Passed</h3>\n<ul role="list" class="passed">\n{items}</ul>')
    return "\n".join(parts)


def _unpaid(check: Shown) -> str:
    return ' <span class="bonus">not paid</span>' if check.unpaid else ""


def _shown(number: int, test: ResultDict) -> Shown:
    verdict = Verdict(test["verdict"])
    return Shown(
        number=number,
        id=test["id"],
        title=test["title"],
        group=test["group"],
        points=test["points"],
        max_points=test["max_points"],
        bonus=test["bonus"],
        visibility=Visibility(test["visibility"]),
        verdict=verdict,
        unpaid=verdict is Verdict.PASSED and test["points"] < test["max_points"],
        hint="",  # which are the same for everybody
        is_open=True,
        message=test.get("message", ""),
        is_told=False,  # by which nothing here is decided
        output=test.get("output", ""),
        cpu_seconds=test.get("cpu_seconds", 0.0),
        wall_seconds=test.get("wall_seconds", 0.0),
        code="",
    )
