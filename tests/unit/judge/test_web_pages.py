"""What a page of the suite's own server is made of, and what it tells of its requests."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator

import pytest

from grader.judge.fixtures import web as module
from grader.judge.fixtures.web import Page, Web
from grader.judge.talk.loopback import Loopback
from grader.wire.frames import Frame, Kind

from .serving import Served, serving


@pytest.fixture
def web() -> Iterator[Served]:
    with serving() as running:
        yield running


def ask(page: Page, **headers: str) -> tuple[str, bytes]:
    """The type of a page's content, and its bytes."""
    with urllib.request.urlopen(urllib.request.Request(page.url, headers=headers), timeout=10) as answer:
        return answer.headers["content-type"], answer.read()


def test_a_page_tells_what_it_was_asked_with(web: Web) -> None:
    page = web.page()
    for agent in ("One/1.0 (X; y)", "Two"):
        ask(page, **{"User-Agent": agent})
    assert [sent["user-agent"] for sent in page.headers] == ["One/1.0 (X; y)", "Two"]


def test_a_flood_of_headers_is_not_remembered(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    page = web.page()
    ask(page)
    monkeypatch.setattr(module, "MAX_HEADER_BYTES", 100)
    ask(page)
    assert (page.hits, len(page.headers), page.headers[1]) == (2, 2, {})


def test_a_body_can_be_given_when_all_addresses_are_known(web: Web) -> None:
    first = web.page()
    second = web.page(f"to {first.url}")
    first.body = f"to {second.url}"
    assert ask(first) == ("text/plain; charset=utf-8", f"to {second.url}".encode())


def test_a_page_is_sent_in_the_charset_that_it_names(web: Web) -> None:
    page = web.page("Größe", content_type="text/html; charset=iso-8859-1")
    assert ask(page) == ("text/html; charset=iso-8859-1", "Größe".encode("latin-1"))
    for broken in ("text/html; charset=none", "text/html; charset=ascii"):
        with pytest.raises((LookupError, UnicodeEncodeError)):
            web.page("Größe", content_type=broken)


def test_both_ends_may_end_a_connection_at_once() -> None:
    told: list[Frame] = []

    def send(frame: Frame) -> None:  # meanwhile the thread that listens hears that the client has gone
        told.append(frame)
        loopback.handle(Frame(Kind.RESET, frame.channel))

    loopback = Loopback(send)
    web = Web("http://127.0.0.1:1", "http://127.0.0.1:1/", loopback.timeline)
    loopback.begin(1, virtual=False)
    loopback.accept_with(web)
    with web:
        loopback.handle(Frame(Kind.OPENED, 1))
        loopback.handle(Frame(Kind.HALF_CLOSED, 1))
    assert len(told) == 1
