"""A real browser for the pages of HTML that we write, and what they must never do in it."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# Fails what would be skipped for want of a browser.
REQUIRED = "GRADE_REQUIRE_CHROMIUM"
PHONE = {"width": 360, "height": 640}


@dataclass
class Seen:
    """A page, and what it tried to do."""

    page: Page
    console: list[str] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    def open(self, html: str, place: Path) -> Page:
        """Opens the page as a person does: from a file."""
        place.write_text(html, "ascii")
        self.page.goto(place.as_uri())
        return self.page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if program is None:
        if os.environ.get(REQUIRED):
            pytest.fail(f"{REQUIRED} demands a Chromium, and there is none")
        pytest.skip("no Chromium here")
    from playwright.sync_api import sync_playwright  # not above: few tests need it

    with sync_playwright() as playwright:
        # Its own sandbox is not to be had for root in a container; the pages are ours.
        held = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield held
        held.close()


@pytest.fixture
def seen(browser: Browser) -> Iterator[Seen]:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    held = Seen(context.new_page())
    held.page.on("console", lambda message: held.console.append(message.text))
    held.page.on("pageerror", lambda error: held.console.append(str(error)))
    held.page.on("request", lambda request: held.asked_for.append(request.url))
    held.page.on("dialog", lambda dialog: held.dialogs.append(dialog.message))
    yield held
    context.close()


def wider(page: Page) -> list[str]:
    """The elements in which something is cut off, or has to be scrolled sideways."""
    found: list[str] = page.evaluate(
        """Array.from(document.querySelectorAll('body *')).filter(
            e => e.clientWidth && e.scrollWidth > e.clientWidth + 1
        ).map(e => e.outerHTML.slice(0, 80))"""
    )
    return found


def printed(page: Page) -> list[list[str]]:
    """The lines of each page of A4 on which it is printed."""
    from pypdf import PdfReader  # not above: few tests need it

    reader = PdfReader(io.BytesIO(page.pdf(format="A4", prefer_css_page_size=True)))
    return [one.extract_text().splitlines() for one in reader.pages]


def contrasts(page: Page) -> list[float]:
    """The contrast of each text with what is behind it."""
    pairs = page.evaluate(
        """Array.from(document.querySelectorAll('body *')).filter(
            e => Array.from(e.childNodes).some(n => n.nodeType === 3 && n.data.trim())
        ).map(e => {
            const paper = e => getComputedStyle(e).backgroundColor;
            let behind = e;
            while (paper(behind) === 'rgba(0, 0, 0, 0)') behind = behind.parentElement;
            return [getComputedStyle(e).color, paper(behind)];
        })"""
    )
    return [contrast(luminance(ink), luminance(paper)) for ink, paper in pairs]


def luminance(colour: str) -> float:
    """Relative luminance of `rgb(r, g, b)` as WCAG has it."""
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
