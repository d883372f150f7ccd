"""The pages' appearance: templates, and parts of the report as escaped HTML."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from markdown_it import MarkdownIt
from markupsafe import Markup

from ..database.listings import Grading
from ..database.receipts import Standing
from ..render import view
from ..render.html import item
from ..render.page import escaped
from ..render.style import CSS
from ..report import Audience, Report
from ..text import counted

_MOST_LINES = 100
PLOT_HEIGHT = 80
STYLE = (
    CSS
    + """
body.wide { max-width: 76rem; }
.skip { position: absolute; left: -100rem; }
.skip:focus { position: static; }
nav { display: flex; gap: 1rem; justify-content: space-between; align-items: center; margin-bottom: 1.5rem; }
.card { padding: 1rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.625rem; }
label { display: block; margin: 0.75rem 0 0.25rem; font-weight: 600; }
label:first-child { margin-top: 0; }
input, textarea, select, button { font: inherit; color: inherit; max-width: 100%; }
input:not([type=file]), textarea, select {
  padding: 0.5rem; background: var(--paper); border: 1px solid var(--soft); border-radius: 0.375rem;
}
.card input:not([type=file]), textarea { width: 100%; }
textarea { font: 0.875rem/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
button {
  margin-top: 1rem; padding: 0.5rem 1.25rem; min-height: 2.75rem; color: var(--paper);
  background: var(--ink); border: 0; border-radius: 0.375rem; cursor: pointer;
}
button.plain { margin: 0; color: var(--link); background: none; padding: 0; text-decoration: underline; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.row { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center; margin-top: 1rem; }
.row label, .row button { margin: 0; }
.trouble { color: var(--no); border-left: 3px solid; padding-left: 0.75rem; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1rem; margin: 0; }
dt { color: var(--soft); } dd { margin: 0; }
td input:not([type=file]) { width: 5rem; } td .row { margin: 0; justify-content: end; }
td.text { white-space: normal; text-align: left; }
.stacked td { white-space: normal; } .stacked .row { flex-wrap: nowrap; }
.stacked button { margin: 0 0 0.25rem; padding: 0.5rem 0.75rem; white-space: nowrap; }
.task ul, .task ol { display: block; list-style: revert; padding-left: 1.5rem; }
.task li { background: none; border: 0; padding: 0.125rem 0; }
.task th, .task td { white-space: normal; text-align: left; }
.differs { background: var(--code); }
main > .card { margin-top: 1.5rem; } .wide .card { max-width: 34rem; }
button.second { color: var(--ink); background: none; border: 1px solid var(--soft); }
h1 a { color: inherit; }
.share { width: 8rem; max-width: 40%; height: 0.5rem; vertical-align: middle; }
.share rect { fill: var(--link); } .share .all { fill: var(--line); }
.percent { display: inline-block; min-width: 3.5rem; }
.plot { width: 100%; max-width: 34rem; height: auto; }
.plot rect { fill: var(--link); } .plot text { fill: var(--ink); font-size: 10px; text-anchor: middle; }
@media (min-width: 60rem) {
  .beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 2rem; }
}
@media (max-width: 60rem) { /* where many columns have no room, each cell is a line with its column's name */
  .stacked thead { position: absolute; left: -100rem; }
  .stacked tr { display: block; padding: 0.75rem 0; }
  .stacked tbody th { display: block; font-weight: 600; padding: 0; }
  .stacked td { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: center; padding: 0.125rem 0; }
  .stacked td::before { content: attr(data-label); flex: 0 0 8rem; text-align: left; color: var(--soft); }
}
@media (max-width: 30rem) {
  td { white-space: normal; } td:not(.text) { overflow-wrap: break-word; }
  dl { grid-template-columns: 1fr; } table { font-size: 0.875rem; } tbody th { min-width: 6.5rem; }
  .share { display: none; }
}
"""
)
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" '
    'fill="#1f5c99"/><path d="m4 8.5 2.75 2.75L12 5.5" fill="none" stroke="#fff" stroke-width="2"/></svg>'
)
# Raw HTML in a task's text stays text.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def moment(when: datetime | None) -> str:
    """A time in a form for people."""
    return f"{when.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC" if when else "–"


def time_left(left: timedelta) -> str:
    """How much time is left, in whole units, so that never more is promised than there is."""
    minutes = int(left.total_seconds()) // 60
    for size, unit in ((1440, "day"), (60, "hour")):
        if minutes >= 2 * size:
            return f"{minutes // size} {unit}s left."
    return f"{counted(minutes, 'minute')} left."


def result(one: Standing | Grading) -> str:
    """The result of a submission in a few words."""
    if one.state == "done":
        return f"{one.points or 0:g} of {counted(one.max_points or 0, 'point')}"
    return {"queued": "waiting", "running": "being graded", "failed": "not graded"}[one.state]


def course(attempts: list[Standing]) -> list[dict[str, Any]]:
    """Bars with the share of points at each graded attempt, the first attempt on the left."""
    graded = [one for one in reversed(attempts) if one.state == "done" and one.max_points]
    shares = [(one.attempt, (one.points or 0) / (one.max_points or 1)) for one in graded]
    return [
        {"label": str(attempt), "count": f"{share:.0%}", "height": round(PLOT_HEIGHT * min(1, share))}
        for attempt, share in shares
    ]


_TEMPLATES = Environment(
    loader=PackageLoader("grader.service", "templates"),
    autoescape=select_autoescape(default=True), undefined=StrictUndefined, trim_blocks=True,
)  # fmt: skip
_TEMPLATES.filters.update(moment=moment, result=result, counted=counted)


def page(name: str, **facts: Any) -> str:
    """Renders the page `name` with `facts`, which are escaped unless they are `Markup`."""
    return _TEMPLATES.get_template(f"{name}.html").render(**{"who": None, "trouble": ""} | facts)


def task(text: str) -> Markup:
    """A task's text as HTML, without its title, which the page shows itself."""
    first, _, rest = text.partition("\n")
    # The author's text, of which no HTML and no script address comes through.
    return Markup(_MARKDOWN.render(rest if first.startswith("# ") else text))  # noqa: S704


def score(report: Report) -> Markup:
    """The score of a report, or the reason why it has none."""
    found = report.score
    if found is None:
        why = escaped(view.why(report))
        return Markup(f'<p class="total">No score</p><p class="problem">{why}</p>')  # noqa: S704
    bonus = (
        f'<p class="note">{found.bonus:g} of {found.max_bonus:g} bonus points</p>' if found.max_bonus else ""
    )
    return Markup(  # noqa: S704 - numbers only
        f'<p class="total"><strong>{found.points:g}</strong> of {counted(found.max_points, "point")}</p>'
        f'<progress aria-label="Points" max="1" value="{found.fraction:.4f}"></progress>{bonus}'
    )


def checks(report: Report, audience: Audience) -> Markup:
    """The tests of a report by group, as the HTML report shows them."""
    told = view.of_the_file(report)
    parts = [f"<pre>{escaped(chr(10).join(view.lines(told, _MOST_LINES, 500)))}</pre>"] if told else []
    parts += [f"<p>{escaped(remark)}</p>" for remark in view.remarks(report)]
    for number, (name, group) in enumerate(view.groups(view.shown(report, audience, apart=told)).items(), 1):
        items = "\n".join(item(check, _MOST_LINES) for check in group)
        heading = f'<h2 id="group-{number}">{escaped(view.line(name))}</h2>'
        parts.append(
            f'<section aria-labelledby="group-{number}">{heading}<ul role="list">{items}</ul></section>'
        )
    return Markup("\n".join(parts))  # noqa: S704 - each part is escaped above
