"""The HTML report in a real browser: no script runs, a phone shows it whole, every reader finds their way."""

from __future__ import annotations

import itertools
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from grader.render.html import render
from grader.render.style import CSS
from grader.report import Audience, Check, Report, Verdict
from tests.browser import PHONE, Seen, contrasts, printed, wider

from .conftest import make_report, visible

# As it would be where an escape was forgotten.
INJECTED = (
    "<script>document.title = 'run'</script><p style='position: fixed'><img src='x.png' onerror='run()'>"
)


@pytest.mark.parametrize("audience", Audience)
def test_hostile_text_runs_nothing_loads_nothing_and_makes_no_element(
    seen: Seen, hostile_report: Report, tmp_path: Path, audience: Audience
) -> None:
    page = seen.open(render(hostile_report, audience), tmp_path / "r.html")
    assert (seen.console, seen.dialogs) == ([], [])
    assert seen.asked_for == [(tmp_path / "r.html").as_uri()]
    assert "1 of 1" not in page.title() and page.title() != "run"
    elements = set(page.evaluate("Array.from(document.querySelectorAll('*'), e => e.localName)"))
    assert elements <= {
        "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "section", "h1", "h2",
        "h3", "p", "code", "strong", "span", "progress", "table", "caption", "thead", "tbody", "tr", "th",
        "td", "a", "ul", "li", "pre",
    }  # fmt: skip
    assert page.locator("h1").count() == page.locator("h2").count() == 1
    assert page.locator("li").count() == page.locator("h3").count() == len(Verdict)
    # Shown as it was written.
    assert "<script>document.title='run'</script><img src=x onerror=alert(1)>" in page.inner_text("body")


def test_were_an_escape_forgotten_the_policy_would_still_hold(
    seen: Seen, full_report: Report, tmp_path: Path
) -> None:
    html = render(full_report, Audience.CANDIDATE)
    page = seen.open(html.replace("</main>", f"{INJECTED}</main>"), tmp_path / "r.html")
    assert page.title() == "Flatten: 3.5 of 28 points"
    refused = [text for text in seen.console if "Content Security Policy" in text]
    assert len(refused) >= 3  # the script, the style, the image
    assert page.evaluate("getComputedStyle(document.querySelector('p[style]')).position") == "static"


def test_its_own_style_is_let_in(seen: Seen, full_report: Report, tmp_path: Path) -> None:
    page = seen.open(render(full_report, Audience.CANDIDATE), tmp_path / "r.html")
    assert page.evaluate("getComputedStyle(document.querySelector('ul')).display") == "grid"
    assert seen.console == []


@pytest.mark.parametrize("width", [320, 360, 1200])
def test_nothing_is_wider_than_the_screen(
    seen: Seen, hostile_report: Report, full_report: Report, tmp_path: Path, width: int
) -> None:
    seen.page.set_viewport_size({"width": width, "height": 700})
    for report in (hostile_report, full_report):
        page = seen.open(render(report, Audience.ASSESSOR), tmp_path / "r.html")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert wider(page) == []


def test_a_reader_of_screens_finds_headings_tables_and_each_result_in_words(
    seen: Seen, full_report: Report, tmp_path: Path
) -> None:
    page = seen.open(render(full_report, Audience.CANDIDATE), tmp_path / "r.html")
    tree = page.locator("body").aria_snapshot()
    for line in (
        "- banner:",
        '- heading "Flatten" [level=1]',
        '- progressbar "Points"',
        "- main:",
        '- table "Groups of tests":',
        '- columnheader "Passed"',
        '- row "Basics 1 of 8 2 of 16":',
        '- row "Depth 2 of 9 1.5 of 12":',
        '- rowheader "Basics"',
        '- region "Basics":',
        '- heading "Basics" [level=2]',
        '- heading "visible promise timeout" [level=3]',
        '- heading "a hidden promise 99 bonus" [level=3]',
        "- contentinfo:",
    ):
        assert re.search(rf"^\s*{re.escape(line)}", tree, re.M), line
    assert page.locator("html").get_attribute("lang") == "en"
    assert len(re.findall(r"^\s*- list:", tree, re.M)) == 2
    for words in ("Passed", "Failed", "Too slow", "Not run"):
        assert f"{words} " in tree
    assert not re.search("[✓✗]", tree)  # marks are for eyes only


def test_the_groups_can_be_reached_by_keyboard(seen: Seen, full_report: Report, tmp_path: Path) -> None:
    page = seen.open(render(full_report, Audience.CANDIDATE), tmp_path / "r.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#group-2"))
    assert page.evaluate("document.querySelector(':target').innerText") == "Depth"


def test_it_prints_on_white_paper_whatever_the_screen_is_like(
    seen: Seen, full_report: Report, tmp_path: Path
) -> None:
    seen.page.emulate_media(media="print", color_scheme="dark")
    page = seen.open(render(full_report, Audience.CANDIDATE), tmp_path / "r.html")
    style = "getComputedStyle(document.querySelector('body'))"
    assert page.evaluate(f"[{style}.backgroundColor, {style}.color]") == [
        "rgb(255, 255, 255)",
        "rgb(0, 0, 0)",
    ]
    assert page.pdf().startswith(b"%PDF-")


@pytest.mark.parametrize("seed", [2, 19, 25])
def test_no_test_is_cut_where_a_page_ends(seen: Seen, tmp_path: Path, seed: int) -> None:
    chance, group, checks = random.Random(seed), 0, []
    for number in range(24):
        group += chance.random() < 0.3
        passed = chance.random() < 0.35
        message = "" if passed else "\n".join(f"line {line}" for line in range(chance.choice((2, 2, 3))))
        test = replace(visible(f"title {number}", hint=f"about {number}"), group=f"Group {group}")
        verdict = Verdict.PASSED if passed else Verdict.FAILED
        checks.append(Check(test, verdict, message, "", 0.1, 0.1))
    page = seen.open(render(make_report(*checks), Audience.ASSESSOR), tmp_path / "r.html")
    pages = printed(page)
    assert len(pages) > 3
    for lines in pages:
        failed = [title for title, result in itertools.pairwise(lines) if result.startswith("✗ Failed")]
        hints = [line for line in lines if line.startswith("Hint: ")]
        assert [title.replace("title", "Hint: about") for title in failed] == hints


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_contrast(seen: Seen, full_report: Report, tmp_path: Path, scheme: str) -> None:
    seen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page = seen.open(render(full_report, Audience.CANDIDATE), tmp_path / "r.html")
    pairs = contrasts(page)
    assert len(pairs) > 50
    assert min(pairs) >= 4.5


def test_where_nothing_was_graded_the_page_says_so(
    seen: Seen, ungraded_report: Report, tmp_path: Path
) -> None:
    page = seen.open(render(ungraded_report, Audience.CANDIDATE), tmp_path / "r.html")
    assert page.title() == "Flatten: no score"
    assert page.locator("progress, table, li").count() == 0
    assert "No score" in page.inner_text("header")
    assert seen.console == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_page_is_one_file_in_plain_characters(full_report: Report) -> None:
    html = render(full_report, Audience.CANDIDATE)
    assert html.isascii()
    assert re.findall(r"<script|<link|<iframe|<img|@import|url\(|\bstyle=|\bon\w+=", html) == []
    assert "##" not in CSS  # it would be escaped there, and the digest be another one's
    assert re.search(r"content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; base-uri", html)
