"""The suite's web server, asked by real clients over real sockets."""

from __future__ import annotations

import contextlib
import http.client
import socket
import struct
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from grader.judge.fixtures import web as module
from grader.judge.fixtures.web import Page, Web
from grader.judge.talk import loopback
from grader.judge.talk.timeline import Timeline

from .serving import PATIENCE_SECONDS, Served, serving, until


@pytest.fixture
def web() -> Iterator[Served]:
    with serving() as running:
        yield running


@pytest.fixture
def leaving_is_seen_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the end of input right after a request is taken for a half-close."""
    monkeypatch.setattr(module, "HALF_CLOSE_SECONDS", 0.0)


def request(page: Page) -> bytes:
    return f"GET {urlsplit(page.url).path} HTTP/1.1\r\nHost: test\r\n\r\n".encode()


def connect(web: Served, data: bytes = b"") -> socket.socket:
    sock = socket.create_connection(("127.0.0.1", web.port), timeout=PATIENCE_SECONDS)
    sock.sendall(data)
    return sock


def ask(web: Served, page: Page) -> tuple[int, str]:
    with contextlib.closing(
        http.client.HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE_SECONDS)
    ) as client:
        client.request("GET", urlsplit(page.url).path)
        response = client.getresponse()
        return response.status, response.read().decode()


def ask_raw(web: Served, data: bytes) -> bytes:
    """Sends `data`, then reads until the server closes."""
    with connect(web, data) as sock:
        return b"".join(iter(lambda: sock.recv(1 << 16), b""))


def ask_all(web: Served, pages: list[Page]) -> list[tuple[int, str]]:
    """Asks for all at once, each from a thread of its own."""
    answers: dict[int, tuple[int, str]] = {}

    def work(number: int, page: Page) -> None:
        answers[number] = ask(web, page)

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(pages)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE_SECONDS)
    return [answers[number] for number in range(len(pages))]


@pytest.mark.parametrize("status", [200, 201, 400, 404, 500, 599])
def test_a_page_answers_with_its_status_and_body(web: Served, status: int) -> None:
    page = web.page("žluťoučký 漢字 🙂\n", status=status)
    assert ask(web, page) == (status, "žluťoučký 漢字 🙂\n")
    until(web.quiet)
    assert (page.hits, page.abandoned_after, web.in_flight, web.peak) == (1, (), 0, 1)


def test_addresses_and_bodies_are_never_the_same() -> None:
    web = Web("http://127.0.0.1:40001/", "", Timeline())
    pages = [web.page() for _ in range(20)] + [web.hangs(), web.breaks(), web.trickles(pieces=9)]
    assert len({page.url for page in pages}) == len({page.body for page in pages}) == len(pages)
    assert all(page.url.startswith("http://127.0.0.1:40001/") for page in pages)
    assert len({len(page.url) for page in pages}) == 1


def test_an_empty_body_is_answered(web: Served) -> None:
    assert ask(web, web.page("")) == (200, "")


def test_a_body_larger_than_the_kernel_buffers_arrives_whole(web: Served) -> None:
    page = web.page("0123456789" * 4_000_000)  # more than `tcp_rmem` and `tcp_wmem` together
    with connect(web, request(page)) as sock:
        until(lambda: page.hits == 1)
        assert web.in_flight == 1, "the last byte cannot be handed out before anything is read"
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        assert answer.read().decode() == page.body
    until(web.quiet)
    assert page.abandoned_after == ()


def test_one_connection_serves_many_requests(web: Served) -> None:
    pages = [web.page() for _ in range(5)]
    client = http.client.HTTPConnection("127.0.0.1", web.port, timeout=PATIENCE_SECONDS)
    with contextlib.closing(client):
        for page in pages:
            client.request("GET", urlsplit(page.url).path)
            first = client.sock
            assert client.getresponse().read().decode() == page.body
            assert client.sock is first
    assert web.peak == 1


def test_piled_up_requests_are_answered_in_turn(web: Served) -> None:
    page = web.page("x")
    with connect(web, request(page) * 700) as sock:
        sock.shutdown(socket.SHUT_WR)
        answers = b"".join(iter(lambda: sock.recv(1 << 16), b""))
    assert answers.count(b"HTTP/1.1 200 OK") == page.hits == 700
    assert web.peak == 1


@pytest.mark.parametrize(("version", "field"), [("1.0", ""), ("1.1", "Connection: close\r\n")])
def test_the_connection_is_closed_where_the_client_wants_it(web: Served, version: str, field: str) -> None:
    page = web.page()
    path = urlsplit(page.url).path
    answer = ask_raw(web, f"GET {path} HTTP/{version}\r\n{field}\r\n".encode())
    assert answer.endswith(b"\r\n\r\n" + page.body.encode())


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"\r\n\r\n", 400),
        (b"rubbish\r\n\r\n", 400),
        (b"\x16\x03\x01\x00\xff\xfe\r\n\r\n", 400),
        (b"GET / HTTP/3\r\n\r\n", 400),
        (b"GET  /  HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello", 400),
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\n\r\n", 405),
        (b"get / HTTP/1.1\r\n\r\n", 405),
        (b"GET /" + b"a" * (64 << 10), 431),
        (b"GET /not-there HTTP/1.0\r\n\r\n", 404),
    ],
)
def test_a_stray_request_is_refused_and_counts_nothing(web: Served, data: bytes, status: int) -> None:
    assert ask_raw(web, data).startswith(f"HTTP/1.1 {status} ".encode())
    assert web.peak == 0
    page = web.page()
    assert ask(web, page) == (200, page.body)


def test_an_unknown_address_keeps_the_connection(web: Served) -> None:
    page = web.page()
    with connect(web, b"GET /not-there HTTP/1.1\r\n\r\n" + request(page)) as sock:
        answers = b""
        while not answers.endswith(page.body.encode()):
            answers += sock.recv(1 << 16)
    assert answers.startswith(b"HTTP/1.1 404 ")


def test_a_request_in_pieces_is_put_together(web: Served) -> None:
    page = web.page()
    with connect(web) as sock:
        for byte in request(page):
            sock.sendall(bytes([byte]))
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        assert answer.read().decode() == page.body


def test_delays_are_seconds_of_the_candidates_clock() -> None:
    with serving(speed=1000.0) as web:
        page = web.page(delay_seconds=100.0)
        started = time.monotonic()
        assert ask(web, page) == (200, page.body)
        assert 0.1 <= time.monotonic() - started < PATIENCE_SECONDS


def test_answers_come_in_the_order_of_their_delays(web: Served) -> None:
    slow, quick = web.page(delay_seconds=1.0), web.page(delay_seconds=0.0)
    with connect(web, request(slow)) as sock:
        until(lambda: slow.hits == 1)
        assert ask(web, quick) == (200, quick.body)
        until(lambda: web.in_flight == 1)  # it is noted a moment after the answer can be read
        answer = http.client.HTTPResponse(sock)
        answer.begin()
        assert answer.read().decode() == slow.body
    until(web.quiet)
    assert web.peak == 2


def test_a_page_can_give_its_body_drop_by_drop() -> None:
    with serving(speed=1000.0) as web:
        page = web.trickles(pieces=7)
        started = time.monotonic()
        assert ask(web, page) == (200, page.body)
        assert len(page.body) == 7
        assert time.monotonic() - started >= 0.007


@pytest.mark.usefixtures("leaving_is_seen_at_once")
@pytest.mark.parametrize("after_head", [False, True])
@pytest.mark.parametrize("reset", [False, True])
def test_a_client_that_leaves_a_silent_page_is_noticed(web: Served, after_head: bool, reset: bool) -> None:
    page = web.hangs(after_head=after_head)
    with connect(web, request(page)) as sock:
        until(lambda: web.in_flight == 1)
        time.sleep(0.01)
        assert not web.quiet()
        if after_head:
            assert sock.recv(1 << 16).startswith(b"HTTP/1.1 200 ")
        if reset:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until(web.quiet)
    (seconds,) = page.abandoned_after
    assert 0.01 <= seconds < PATIENCE_SECONDS
    assert (page.hits, web.peak) == (1, 1)


@pytest.mark.usefixtures("leaving_is_seen_at_once")
def test_a_client_that_leaves_a_slow_page_is_noticed_before_the_answer(web: Served) -> None:
    page = web.page(delay_seconds=1000.0)
    with connect(web, request(page)):
        until(lambda: web.in_flight == 1)
    until(web.quiet)
    assert len(page.abandoned_after) == 1


def test_a_client_that_only_stops_sending_gets_its_answer(web: Served) -> None:
    page = web.page(delay_seconds=0.05)
    with connect(web, request(page)) as sock:
        sock.shutdown(socket.SHUT_WR)
        answer = b"".join(iter(lambda: sock.recv(1 << 16), b""))
    assert answer.endswith(page.body.encode())
    assert (page.abandoned_after, web.peak) == ((), 1)


@pytest.mark.usefixtures("leaving_is_seen_at_once")
def test_an_abandoned_request_does_not_overlap_with_the_next_one(web: Served) -> None:
    silent, good = web.hangs(), web.page()
    with connect(web, request(silent)) as sock:
        until(lambda: web.in_flight == 1)
        # The news of leaving comes only after the next request, as it may over a forwarded port.
        assert ask(web, good) == (200, good.body)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    until(web.quiet)
    assert web.peak == 1


@pytest.mark.parametrize("reset", [False, True])
def test_a_connection_can_break_before_the_answer(web: Served, reset: bool) -> None:
    page = web.breaks(reset=reset)
    with pytest.raises(ConnectionResetError):  # what http.client raises for both
        ask(web, page)
    until(web.quiet)
    assert page.hits == 1


def test_a_connection_can_break_within_the_body(web: Served) -> None:
    page = web.breaks(after_head=True)
    with pytest.raises(http.client.IncompleteRead) as error:
        ask(web, page)
    assert page.body.startswith(error.value.partial.decode())
    assert error.value.expected == len(page.body) - len(error.value.partial) > 0


def test_a_connection_can_be_reset_within_the_body(web: Served) -> None:
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead)):
        ask(web, web.breaks(after_head=True, reset=True))


def test_a_gate_opens_when_enough_wait(web: Served) -> None:
    gate = web.gate(3, patience_seconds=1000.0)
    pages = [web.page(gate=gate) for _ in range(3)]
    assert ask_all(web, pages) == [(200, page.body) for page in pages]
    assert web.peak == 3
    assert gate.is_open


def test_an_open_gate_lets_one_that_is_left_over_through(web: Served) -> None:
    gate = web.gate(2, patience_seconds=1000.0)
    pages = [web.page(gate=gate) for _ in range(3)]
    ask_all(web, pages[:2])
    assert ask(web, pages[2]) == (200, pages[2].body)


def test_a_gate_opens_when_its_patience_ends(web: Served) -> None:
    gate = web.gate(2, patience_seconds=0.02)
    page = web.page(gate=gate)
    assert ask(web, page) == (200, page.body)
    assert gate.is_open
    assert web.peak == 1


@pytest.mark.usefixtures("leaving_is_seen_at_once")
def test_who_has_left_the_gate_does_not_count_there(web: Served) -> None:
    gate = web.gate(2, patience_seconds=1000.0)
    page = web.page(gate=gate)
    with connect(web, request(page)):
        until(lambda: len(gate.waiting) == 1)
    until(web.quiet)
    with connect(web, request(page)):
        until(lambda: page.hits == 2)
        assert not gate.is_open


def test_the_peak_is_that_of_many_clients_at_once(web: Served) -> None:
    gate = web.gate(50, patience_seconds=PATIENCE_SECONDS)
    pages = [web.page(gate=gate) for _ in range(50)]
    assert ask_all(web, pages) == [(200, page.body) for page in pages]
    assert web.peak == 50


def test_connections_above_the_bound_are_closed(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loopback, "_MOST_CONNECTIONS", 2)
    page = web.hangs()
    with connect(web, request(page)), connect(web, request(page)):
        until(lambda: page.hits == 2)
        with pytest.raises(ConnectionResetError), connect(web) as third:
            third.recv(1)


def test_requests_above_the_bound_are_refused(web: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_REQUESTS", 2)
    page = web.page()
    assert [ask(web, page)[0] for _ in range(3)] == [200, 200, 404]
    assert page.hits == 2


def test_a_client_that_sends_without_end_while_it_waits_is_dropped(web: Served) -> None:
    page = web.hangs()
    with connect(web, request(page)) as sock, contextlib.suppress(ConnectionError):
        while web.in_flight or not page.hits:
            sock.sendall(b"x" * 65536)
    until(web.quiet)


def test_stopping_closes_what_is_open() -> None:
    with serving() as web:
        page = web.hangs()
        waiting = connect(web, request(page))
        idle = connect(web)
        until(lambda: web.in_flight == 1)
    with waiting, idle:
        assert waiting.recv(1) == b""
        assert idle.recv(1) == b""


def test_a_failure_of_the_server_reaches_the_suite(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(head: bytes) -> tuple[str, int, bool]:
        raise ZeroDivisionError

    monkeypatch.setattr(module, "understand", broken)
    with pytest.raises(RuntimeError, match="broke") as error, serving() as web:
        assert ask_raw(web, b"GET / HTTP/1.1\r\n\r\n") == b""
    assert type(error.value.__cause__) is ZeroDivisionError
