"""Renders the overview as one HTML page for screen, phone and paper; no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ...errors import Owner
from ...render import view
from ...render.page import END, beginning, escaped, plain
from ...report import Verdict
from ..result import ResultDict
from .gathered import Gathered, Ungraded, gathered
from .item_analysis import FEW, TestItem, word
from .look import CSS
from .plots import histogram, share_bar, signed_bar

# Headings for submissions without a score, by who is responsible, with advice.
_TROUBLES = {
    Owner.INFRASTRUCTURE: (
        "The machine or the grader failed",
        "No score, which is not a zero. <code>grade batch … --retry-errors</code> grades again.",
    ),
    Owner.AUTHOR: (
        "The exercise is at fault",
        "No score, which is not a zero. Mend the exercise, then <code>grade batch … --regrade</code>.",
    ),
    Owner.CANDIDATE: ("Rejected", "Not run, and no score: what was handed in cannot be graded."),
}


def overview(records: Iterable[ResultDict]) -> Iterator[str]:
    """Yields the page in pieces, each of whole lines and ASCII only."""
    found = gathered(records)
    title = _line(found.title) if found.title else "Not graded"
    yield plain(beginning(f"{title}: overview of {_count(len(found.sheets), 'submission')}", CSS))
    yield plain(f"{_header(found, title)}\n<main>\n")
    yield plain("".join(_trouble(who, found.ungraded[who]) for who in _TROUBLES if who in found.ungraded))
    if found.tally.graded:
        yield plain(_scores(found) + _tests(found) + _remarkable(found) + _slowest(found))
    yield plain('<section aria-labelledby="submissions">\n<h2 id="submissions">Submissions</h2>\n')
    yield "<p>By name; each unfolds into its report.</p>\n"
    for _, text in found.sheets:
        yield plain(text)
    yield f"</section>\n</main>\n{END}"


def _header(found: Gathered, title: str) -> str:
    tally = found.tally
    said = f"Overview of {_count(len(found.sheets), 'submission')}"
    if found.times:
        first, last = (f"{moment[:10]} {moment[11:16]}".strip() for moment in found.times)
        last = last[11:] if last[:10] == first[:10] else last
        said += f", graded {first} to {last} UTC" if last and last != first[11:] else f", graded {first} UTC"
    where = f" in {' and in '.join(sorted(found.where))}" if found.where else ""
    figures = [("graded", str(tally.graded))]
    if tally.graded:
        figures += [
            ("mean", f"{tally.mean:.0f} %"),
            ("median", f"{tally.median} %"),
            ("all points", str(tally.percents[100])),
            ("no points", str(tally.percents[0])),
        ]
    boxes = "".join(f"<div><dt>{name}</dt><dd>{figure}</dd></div>" for name, figure in figures)
    return (
        f'<header>\n<h1>{title}</h1>\n<p class="file">{_line(said + where)}. For assessors: it tells of '
        f'hidden tests.</p>\n<dl class="figures">{boxes}</dl>\n</header>'
    )


def _trouble(who: Owner, troubled: list[Ungraded]) -> str:
    name, advice = _TROUBLES[who]
    items = "".join(f"<li>{_link(one.number, one.name)}: {_line(one.why)}</li>\n" for one in troubled)
    return (
        f'<section class="trouble {who.value}" aria-labelledby="{who.value}">\n<h2 id="{who.value}">{name}: '
        f"{_count(len(troubled), 'submission')}</h2>\n<p>{advice}</p>\n"
        f'<ul role="list" class="plain">\n{items}</ul>\n</section>\n'
    )


def _scores(found: Gathered) -> str:
    return (
        '<section aria-labelledby="scores">\n<h2 id="scores">Scores</h2>\n<figure class="card">\n'
        f"{histogram(found.tally.percents, found.tally.median)}\n<figcaption>percent of the base points, "
        "from this number to below the next</figcaption>\n</figure>\n</section>\n"
    )


def _tests(found: Gathered) -> str:
    rows, group = [], None
    for number, item in enumerate(found.items.by_id.values(), 1):
        if item.group != group:
            group = item.group
            rows.append(f'<tr><th scope="rowgroup" colspan="5">{_line(group)}</th></tr>\n')
        rows.append(_row(number, item))
    few = f" It needs at least {FEW} submissions." if found.tally.graded < FEW else ""
    return (
        '<section aria-labelledby="tests">\n<h2 id="tests">Tests</h2>\n<p class="note">How many reached it, '
        "and how well it tells strong submissions from weak ones: the correlation with the points in all "
        f"other tests, from -1 to 1. Above 0.4 it does so very well, below 0.2 hardly.{few}</p>\n"
        '<table class="tests"><thead><tr><th scope="col">Test</th><th scope="col" class="number">Reached</th>'
        '<td class="plot"></td><th scope="col" class="number tells">Tells apart</th>'
        '<td class="plot"></td></tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody></table>\n</section>\n"
    )


def _row(number: int, item: TestItem) -> str:
    ends = [
        f"{count} {view.WORDS[verdict]}"
        for verdict, count in item.verdicts.most_common()
        if verdict is not Verdict.PASSED
    ]
    kinds = [_count(item.max_points, "point"), *(["bonus"] if item.bonus else [])]
    kinds += [] if item.is_hidden else ["visible"]
    tells = item.discrimination
    return (
        f'<tr id="t{number}"><th scope="row">{_line(item.title)}<span class="note">'
        f"{', '.join([*kinds, *ends])}</span></th>"
        f'<td class="number">{view.percent(item.share)} %</td><td class="plot">{share_bar(item.share)}</td>'
        f'<td class="number tells">{_number(tells)}</td>'
        f'<td class="plot">{"" if tells is None else signed_bar(tells)}</td></tr>\n'
    )


def _remarkable(found: Gathered) -> str:
    """Lists the tests that an author will want to look at again, such as those that nobody passes."""

    def all_passed(item: TestItem) -> bool:
        return item.verdicts[Verdict.PASSED] == item.count

    kinds: list[tuple[str, Callable[[TestItem], bool]]] = [
        ("Nobody passes", lambda item: not item.verdicts[Verdict.PASSED]),
        ("Everybody passes", all_passed),
        ("Strong submissions pass less often than weak ones", lambda item: (item.discrimination or 0) < 0),
    ]
    parts = []
    for name, fits in kinds:
        fitting = [(number, item) for number, item in enumerate(found.items.by_id.values(), 1) if fits(item)]
        if fitting:
            items = "".join(
                f'<li><a href="#t{number}">{_line(item.title)}</a></li>\n' for number, item in fitting
            )
            parts.append(f'<h3>{name}</h3>\n<ul role="list" class="plain">\n{items}</ul>\n')
    if not parts:
        return ""
    return (
        '<section aria-labelledby="remarkable">\n<h2 id="remarkable">Worth a look</h2>\n'
        f"{''.join(parts)}</section>\n"
    )


def _slowest(found: Gathered) -> str:
    rows = "".join(
        f'<tr><th scope="row">{_link(slow.number, slow.name)}<span class="note">{slow.slowest_seconds:.2f} s'
        f": {_line(slow.slowest)}</span></th><td>{slow.cpu_seconds:.2f} s</td>"
        f"<td>{slow.wall_seconds:.2f} s</td></tr>\n"
        for slow in found.slow
    )
    return (
        '<section aria-labelledby="slowest">\n<h2 id="slowest">Slowest submissions</h2>\n<table class="slow">'
        '<thead><tr><th scope="col">Candidate, and the slowest test</th><th scope="col">CPU time</th>'
        f'<th scope="col">Elapsed</th></tr></thead>\n<tbody>{rows}</tbody></table>\n</section>\n'
    )


def _link(number: int, name: str) -> str:
    """A link that opens the report of the candidate with that number."""
    return f'<a href="#c{number}">{escaped(view.line(name, 80))}</a>'


def _number(tells: float | None) -> str:
    return "–" if tells is None else f'{tells:.2f}<span class="note">{word(tells)}</span>'


def _count(number: float, what: str) -> str:
    return f"{number:g} {what}" if number == 1 else f"{number:g} {what}s"


def _line(text: str) -> str:
    return escaped(view.line(text))
