"""The report as one HTML page without scripts that loads nothing; for screens, phones, print and speech."""

from __future__ import annotations

from ..report import Audience, Report, Verdict
from ..text import counted
from . import view
from .page import END, beginning, escaped, plain
from .style import CSS
from .view import WORDS, Shown

# verdict -> mark, class; the word stands beside the mark, which nobody has to see
_MARKS = {
    **dict.fromkeys(Verdict, ("✗", "no")),
    Verdict.PASSED: ("✓", "yes"),
    Verdict.PARTIAL: ("◐", "none"),
    Verdict.NOT_RUN: ("–", "none"),
}
_LINES = 100
_COLUMNS = 500
# Above so many checks in all the page would be slow on a phone, so each says less.
_SHORT_LINES = 20


def render(report: Report, audience: Audience) -> str:
    """Renders the whole page, ASCII only, so that it is the same in every encoding."""
    title = _line(report.exercise.title) if report.exercise else "Not graded"
    body = [_header(report, title), f"<main>{_main(report, audience)}</main>", _footer(report, audience)]
    return plain(beginning(f"{title}: {_short(report)}", CSS) + "\n".join([*body, END]))


def _header(report: Report, title: str) -> str:
    file = f'<p class="file"><code>{_line(report.submission.file)}</code></p>' if report.submission else ""
    return f"<header>\n<h1>{title}</h1>\n{file}\n{_score(report)}\n</header>"


def _score(report: Report) -> str:
    score = report.score
    if score is None:
        return (
            '<p class="total">No score</p>\n'
            f'<p class="problem">{escaped(view.why(report))}</p>\n'
            '<p class="note">Nothing was graded, so there are no points, not zero points.</p>'
        )
    verdict = "passed" if score.passed else f"below {score.fail_under:g} %"
    bonus = (
        f'<p class="note">{score.bonus:g} of {score.max_bonus:g} bonus points</p>' if score.max_bonus else ""
    )
    note = f'<p class="note">{escaped(view.left_out(report))}</p>' if view.left_out(report) else ""
    return (
        f'<p class="total"><strong>{score.points:g}</strong> of {counted(score.max_points, "point")}</p>\n'
        f'<progress aria-label="Points" max="1" value="{score.fraction:.4f}"></progress>\n'
        f'<p class="verdict {"yes" if score.passed else "no"}">'
        f"{view.percent(score.fraction)} %, {verdict}</p>\n{bonus}{note}"
    )


def _main(report: Report, audience: Audience) -> str:
    told = view.of_the_file(report)
    checks = view.shown(report, audience, apart=told)
    if not checks:
        return ""
    groups = view.groups(checks)
    most_lines = _LINES if len(checks) <= 100 else _SHORT_LINES
    sections = [
        _section(number, name, group, most_lines) for number, (name, group) in enumerate(groups.items(), 1)
    ]
    first = [_block(told, _LINES)] if told else []
    return "\n".join([*first, _overview(groups), *sections, _submission(report)])


def _submission(report: Report) -> str:
    """A section with the graded files, if there are several, and with what was left out."""
    files, remarks = view.graded_files(report), view.remarks(report)
    if not files and not remarks:
        return ""
    parts = ['<section aria-labelledby="submission">\n<h2 id="submission">Submission</h2>']
    parts += [f"<p>{escaped(remark)}</p>" for remark in remarks]
    if files:
        parts += ["<p>These files were graded:</p>", f"<pre>{escaped(chr(10).join(files))}</pre>"]
    return "\n".join([*parts, "</section>"])


def _overview(groups: dict[str, list[Shown]]) -> str:
    rows = [
        f'<tr><th scope="row"><a href="#group-{number}">{_line(name)}</a></th>'
        f"<td>{sum(check.passed for check in group)} of {len(group)}</td>"
        f"<td>{_points(group)}</td></tr>"
        for number, (name, group) in enumerate(groups.items(), 1)
    ]
    return (
        '<table>\n<caption>Groups of tests</caption>\n<thead><tr><th scope="col">Group</th>'
        '<th scope="col">Passed</th><th scope="col">Points</th></tr></thead>\n'
        f"<tbody>{''.join(rows)}</tbody>\n</table>"
    )


def _section(number: int, name: str, checks: list[Shown], most_lines: int) -> str:
    # The role is said again since a list without bullets is none to some readers of screens.
    items = "\n".join(item(check, most_lines) for check in checks)
    return (
        f'<section aria-labelledby="group-{number}">\n<h2 id="group-{number}">{_line(name)}</h2>\n'
        f'<ul role="list">\n{items}\n</ul>\n</section>'
    )


def item(check: Shown, most_lines: int) -> str:
    """Renders one test's result as an item of a list."""
    mark, kind = _MARKS[check.verdict]
    bonus = ' <span class="bonus">bonus</span>' if check.bonus else ""
    word = WORDS[check.verdict].capitalize()
    badge = f'<span class="badge"><span aria-hidden="true">{mark}</span> {word}</span>'
    points = f'<span class="points">{check.points:g} of {counted(check.max_points, "point")}</span>'
    parts = [
        f'<li class="{kind}">\n<h3>{_line(check.title)}{bonus}</h3>',
        f'<p class="result">{badge} {points}</p>',
    ]
    if check.message:
        parts.append(_block(check.message, most_lines))
    if check.printed:
        parts += ["<p>It printed:</p>", _block(check.printed, most_lines)]
    if check.advice:
        parts.append(f'<p class="hint"><strong>Hint:</strong> {_line(check.advice)}</p>')
    return "\n".join([*parts, "</li>"])


def _footer(report: Report, audience: Audience) -> str:
    sentences = []
    if report.sandbox:
        sentences.append(
            f"Ran in {escaped(view.line(report.sandbox.kind, 20))} "
            f"on Python {escaped(view.line(report.sandbox.python, 20))}."
        )
    seed = view.seed(report, audience)
    if seed is not None:
        sentences.append(f"Seed {seed}.")
    return f"<footer><p>{' '.join(sentences)}</p></footer>" if sentences else ""


def _short(report: Report) -> str:
    """The score in a few words, for the window's title."""
    if report.score is None:
        return "no score"
    return f"{report.score.points:g} of {counted(report.score.max_points, 'point')}"


def _points(checks: list[Shown]) -> str:
    """A group's base points, so that groups add up to the score; if it has none, its bonus points."""
    base = [check for check in checks if not check.bonus]
    chosen, word = (base, "") if base else (checks, " bonus")
    earned = sum(check.points for check in chosen)
    return f"{earned:g} of {sum(check.max_points for check in chosen):g}{word}"


def _block(text: str, most_lines: int) -> str:
    return "<pre>" + "\n".join(map(escaped, view.lines(text, most_lines, _COLUMNS))) + "</pre>"


def _line(text: str) -> str:
    return escaped(view.line(text))
