"""Shows the similar pairs as one HTML page, both sources side by side; no script, nothing loaded."""

from __future__ import annotations

from collections.abc import Iterator

from ...render.page import END, beginning, escaped, plain
from ...render.style import CSS as REPORT
from ...text import counted, printable
from .compared import WORDS, Likeness
from .fragments import Source
from .pairs import Pair

CSS = (
    REPORT
    + """
body { max-width: 90rem; }
.words { font-weight: 600; }
details { border-bottom: 1px solid var(--line); }
summary { padding: 0.6rem 0; cursor: pointer; }
summary .note { margin-left: 0.75rem; }
.sides { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 1rem; padding-bottom: 1.5rem; }
.sides pre { margin: 0.5rem 0 0; padding: 0.75rem; background: var(--code); white-space: pre-wrap; }
mark { background: #ffe58a; color: #22252a; }
@media screen and (max-width: 48rem) { .sides { grid-template-columns: minmax(0, 1fr); } }
@media print {
  body { max-width: none; }
  summary { break-after: avoid; }
  .sides pre { font-size: 0.6875rem; padding: 0.375rem; }
  mark { background: none; text-decoration: underline; color: inherit; }
}
"""
)
# As much of a source as anybody reads in a browser.
_MOST_SHOWN = 50_000


def page(found: Likeness) -> Iterator[str]:
    """Yields the page in pieces, each of whole lines and ASCII only."""
    title = _line(found.exercise.title)
    yield plain(beginning(f"{title}: submissions that are alike", CSS))
    yield plain(
        f"<header>\n<h1>{title}: submissions that are alike</h1>\n"
        f'<p class="note">{counted(found.count, "submission")} compared, '
        f"{counted(len(found.pairs), 'pair')} shown, the rarest first</p>\n"
        f'<p class="words">{escaped(WORDS)}</p>\n'
        "<p>Marked is what few others in the class have. What the exercise gives, what its accepted "
        "submissions have and what most of the class shares is taken away; names, texts and comments do not "
        "count.</p>\n"
        "</header>\n<main>\n"
    )
    for number, pair in enumerate(found.pairs, 1):
        yield plain(_pair(number, pair))
    if not found.pairs:
        yield "<p>No two submissions share anything rare.</p>\n"
    if found.left_out:
        items = "".join(f"<li>{_line(name)}: {_line(why)}</li>\n" for name, why in found.left_out)
        yield plain(f"<h2>Not compared</h2>\n<ul>\n{items}</ul>\n")
    yield f"</main>\n{END}"


def _pair(number: int, pair: Pair) -> str:
    sides = "".join(
        f"<section>\n<h3>{_line(one.name)}</h3>\n"
        f'<p class="note">{_line(one.file)}: {share:.0%} of what is its own is shared</p>\n'
        f"<pre>{_source(one, pair)}</pre>\n</section>\n"
        for one, share in zip((pair.first, pair.second), pair.shares, strict=True)
    )
    return (
        f"<details{' open' if number == 1 else ''}>\n<summary>{number}. {_line(pair.first.name)} and "
        f'{_line(pair.second.name)}<span class="note">'
        f"{counted(len(pair.shared), 'rare fragment')}</span></summary>\n"
        f'<div class="sides">\n{sides}</div>\n</details>\n'
    )


def _source(one: Source, pair: Pair) -> str:
    """The source's text as HTML, with the shared stretches marked."""
    pieces, place = [], 0
    for begin, end in one.marked(pair.shared):
        begin, end = max(begin, place), min(end, _MOST_SHOWN)
        if begin >= end:
            continue
        pieces.append(f"{_code(one.text[place:begin])}{_marked(one.text[begin:end])}")
        place = end
    pieces.append(_code(one.text[place:_MOST_SHOWN]))
    if len(one.text) > _MOST_SHOWN:
        pieces.append("\n(the rest is left out)")
    return "".join(pieces)


def _marked(text: str) -> str:
    """A shared stretch as HTML: each line is marked by itself, without its indentation."""
    lines = (line.partition(line.lstrip())[:2] if line.strip() else (line, "") for line in text.split("\n"))
    return "\n".join(
        f"{_code(space)}<mark>{_code(code)}</mark>" if code else _code(space) for space, code in lines
    )


def _code(text: str) -> str:
    lines = text.replace("\t", "    ").split("\n")
    return escaped("\n".join(printable(line, _MOST_SHOWN) for line in lines))


def _line(text: str) -> str:
    return escaped(printable(text))
