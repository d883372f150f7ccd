"""The overview of a class in a real browser: hostile names stay text, links unfold, and it prints."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest

from grader.batch.overview.page import overview
from tests.browser import PHONE, Seen, contrasts, printed, wider

from .conftest import Record, Recorded

HOSTILE = (
    "\x1b[31m\x07\u202e\udfff<b>&amp;\"'><script>document.title='run'</script><img src=x onerror=alert(1)>"
    "##vso[task.complete] </details></summary></svg></style><h1>forged</h1> " + "x" * 300
)
NO_SCRIPT = r"<script|<link|<iframe|<img|@import|url\(|\bstyle=|\bon\w+="


def whole(records: list[Record]) -> str:
    return "".join(overview(records))


def filled(record: Record, **texts: str) -> Record:
    """The record with all that a report of `grade batch` has."""
    report = record["report"]
    report["exercise"] = {**report["exercise"], "title": texts.get("exercise", "Flatten")}
    report["sandbox"] = {"kind": "bubblewrap", "python": "3.11.7"} if report["score"] else None
    if report["problem"]:
        report["problem"]["remedy"] = "Run it again."
    for number, test in enumerate(report["tests"]):
        test |= {
            "title": texts.get("title", test["title"]), "group": texts.get("group", "Basics"), "bonus": False,
            "points": float(test["verdict"] == "passed"), "max_points": 1.0, "visibility": "hidden",
            "hint": "", "message": texts.get("message", "f() gave 2"), "output": texts.get("message", ""),
            "cpu_seconds": 0.1 * number, "wall_seconds": 0.2,
        }  # fmt: skip
    return record


@pytest.fixture
def a_class(record: Recorded) -> list[Record]:
    """Thirty candidates, two with whom the machine failed, and one whose file was turned away."""
    records = []
    for number in range(30):
        verdicts = ["passed" if number % 5 > place else "failed" for place in range(4)]
        records.append(filled(record(f"c{number:02}", *verdicts, "failed", "passed")))
    records += [filled(record(name, owner="infrastructure", code="sandbox-lost")) for name in ("x1", "x2")]
    return [*records, filled(record("y", owner="candidate", code="not-utf-8"))]


@pytest.fixture
def hostile_class(record: Recorded) -> list[Record]:
    texts = dict.fromkeys(("exercise", "title", "group", "message"), HOSTILE)
    graded = [filled(record(f"{HOSTILE}{number}", "passed", "timeout"), **texts) for number in range(3)]
    lost = filled(record(HOSTILE, owner="infrastructure", code=HOSTILE), **texts)
    return [*graded, lost, {**copy.deepcopy(lost), "path": HOSTILE}]


def test_hostile_text_runs_nothing_loads_nothing_and_makes_no_element(
    seen: Seen, hostile_class: list[Record], tmp_path: Path
) -> None:
    html = whole(hostile_class)
    assert html.isascii()
    assert "##" not in html
    page = seen.open(html, tmp_path / "o.html")
    assert (seen.console, seen.dialogs) == ([], [])
    assert seen.asked_for == [(tmp_path / "o.html").as_uri()]
    elements = set(page.evaluate("Array.from(document.querySelectorAll('*'), e => e.localName)"))
    assert elements <= {
        "html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3", "p",
        "code", "strong", "span", "table", "thead", "tbody", "tr", "th", "td", "a", "ul", "li", "pre",
        "details", "summary", "div", "dl", "dt", "dd", "figure", "figcaption", "svg", "rect", "line", "text",
    }  # fmt: skip
    assert page.locator("h1").count() == 1
    assert page.title() != "run"
    assert "<script>document.title='run'</script><img src=x onerror=alert(1)>" in page.inner_text("body")


@pytest.mark.parametrize("width", [320, 360, 700, 1200])
def test_nothing_is_wider_than_the_screen(
    seen: Seen, hostile_class: list[Record], a_class: list[Record], tmp_path: Path, width: int
) -> None:
    seen.page.set_viewport_size({"width": width, "height": 700})
    for records in (hostile_class, a_class):
        page = seen.open(whole(records).replace("<details", "<details open"), tmp_path / "o.html")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert wider(page) == []


def test_a_link_unfolds_the_report_that_it_names(seen: Seen, a_class: list[Record], tmp_path: Path) -> None:
    page = seen.open(whole(a_class), tmp_path / "o.html")
    assert page.locator("details[open]").count() == 0
    page.locator("section.trouble a", has_text="x2").click()
    (unfolded,) = page.locator("details[open]").all()
    assert "The machine" not in unfolded.inner_text()
    assert re.match(r"x2\s", unfolded.inner_text())
    assert unfolded.locator(".file").bounding_box()["y"] < PHONE["height"]  # type: ignore[index]
    line = page.locator("summary", has_text="c03")
    line.click()
    assert "f() gave 2" in page.locator("details", has=line).inner_text()


def test_what_nobody_graded_stands_above_the_scores(
    seen: Seen, a_class: list[Record], tmp_path: Path
) -> None:
    text = seen.open(whole(a_class), tmp_path / "o.html").inner_text("main")
    first, second, third = text.index("failed: 2 subm"), text.index("Rejected: 1 subm"), text.index("Scores")
    assert first < second < third
    assert "not a zero" in text


def test_tests_that_tell_nothing_are_named(seen: Seen, a_class: list[Record], tmp_path: Path) -> None:
    page = seen.open(whole(a_class), tmp_path / "o.html")
    look = page.locator("section[aria-labelledby=remarkable]").inner_text()
    assert re.sub(r"\s+", " ", look) == "Worth a look Nobody passes does 4 Everybody passes does 5"


def test_its_figures_are_read_aloud_too(seen: Seen, a_class: list[Record], tmp_path: Path) -> None:
    page = seen.open(whole(a_class), tmp_path / "o.html")
    tree = page.locator("body").aria_snapshot()
    plot = "0 at 0 to 9 percent, 6 at 10 to 19 percent, 0 at 20 to 29 percent, 6 at 30 to 39 percent"
    label = page.get_by_role("img").get_attribute("aria-label")
    assert label and label.startswith(f"Submissions by score: {plot}, ")
    for line in ('- heading "Flatten" [level=1]', '- columnheader "Reached"', '- rowheader "Basics"'):
        assert line in tree, line
    assert "60 %" in page.locator("#t2").inner_text()
    figures = re.sub(r"\s+", " ", page.inner_text("dl"))
    assert figures == "graded 30 mean 50 % median 50 % all points 0 no points 0"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(seen: Seen, a_class: list[Record], tmp_path: Path, scheme: str) -> None:
    seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = seen.open(whole(a_class).replace("<details", "<details open"), tmp_path / "o.html")
    found = contrasts(page)
    assert len(found) > 200
    assert min(found) >= 4.5
    # Letters of a plot are painted, not coloured.
    painted = set(
        page.evaluate("Array.from(document.querySelectorAll('svg text'), e => getComputedStyle(e).fill)")
    )
    known = set(
        page.evaluate("['.note', 'body'].map(e => getComputedStyle(document.querySelector(e)).color)")
    )
    assert painted == known


def test_it_prints_on_white_paper_a_line_a_candidate(
    seen: Seen, a_class: list[Record], tmp_path: Path
) -> None:
    seen.page.emulate_media(media="print", color_scheme="dark")
    page = seen.open(whole(a_class), tmp_path / "o.html")
    style = "getComputedStyle(document.querySelector('body'))"
    assert page.evaluate(f"[{style}.backgroundColor, {style}.color]") == [
        "rgb(255, 255, 255)", "rgb(0, 0, 0)",
    ]  # fmt: skip
    pdf = page.pdf(format="A4")
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 2 <= pages <= 4


def test_no_heading_of_a_group_is_the_last_on_its_page(seen: Seen, record: Recorded, tmp_path: Path) -> None:
    records = [filled(record(name, *["passed", "failed"] * 40)) for name in ("ada", "bob")]
    for one in records:
        for number, test in enumerate(one["report"]["tests"]):
            test |= {"group": f"Group {number // 2}", "title": f"title {number}" + " and more" * (number % 7)}
    pages = printed(seen.open(whole(records), tmp_path / "o.html"))
    headings = [line for lines in pages for line in lines if line.startswith("Group ")]
    assert len(pages) > 3 and len(headings) == 40
    assert [lines[-1] for lines in pages if lines[-1] in headings] == []


def test_the_page_is_one_file_in_plain_characters(a_class: list[Record]) -> None:
    html = whole(a_class)
    assert html.isascii()
    assert re.findall(NO_SCRIPT, html) == []
    assert re.search(r"content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri", html)


@pytest.mark.parametrize("records", [[], None], ids=["nobody", "nobody graded"])
def test_nothing_graded_is_a_page_too(records: list[Any] | None, record: Recorded) -> None:
    html = whole(records if records is not None else [filled(record("a", owner="author"))])
    assert "<svg" not in html
    assert "0</dd>" in html
