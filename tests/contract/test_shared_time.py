"""With `web`, the time of candidate and server: it stands while anybody works, and jumps when all wait."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator

import pytest

from .conftest import Verdicts

# Each gets the body of `url`, or None after ten seconds in which nothing came: exactly those seconds.
CLIENTS = {
    "urllib": "return read(urllib.request.urlopen, url, timeout=10)",
    "http.client": """
        client = http.client.HTTPConnection(host(url), timeout=10)
        client.request("GET", path(url))
        return client.getresponse().read().decode()
    """,
    "socket with a time-out": "return until_closed(asked(url, 10))",
    "file of a socket": "return asked(url, 10).makefile('rb').read().split(b'\\r\\n\\r\\n')[1].decode()",
    "select": """
        sock = asked(url, None)
        return until_closed(sock) if select.select([sock], [], [], 10)[0] else None
    """,
    "poll": """
        sock = asked(url, None)
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        return until_closed(sock) if poll.poll(10_000) else None
    """,
    "epoll": """
        sock = asked(url, None)
        with select.epoll() as poll:
            poll.register(sock, select.EPOLLIN)
            return until_closed(sock) if poll.poll(10) else None
    """,
    "selectors": """
        sock = asked(url, None)
        with selectors.DefaultSelector() as selector:
            selector.register(sock, selectors.EVENT_READ)
            return until_closed(sock) if selector.select(10) else None
    """,
    "asyncio streams": "return asyncio.run(asyncio.wait_for(streamed(url), 10))",
    "asyncio thread": "return asyncio.run(asyncio.to_thread(until_closed, asked(url, 10)))",
    "threads": """
        with ThreadPoolExecutor(4) as pool:
            return list(pool.map(lambda _: read(urllib.request.urlopen, url, timeout=10), range(4)))[0]
    """,
    "own event": """
        found, done = [], threading.Event()
        get = lambda: (found.append(until_closed(asked(url, 60))), done.set())
        threading.Thread(target=get, daemon=True).start()
        return found[0] if done.wait(10) else None
    """,
    "naps": """
        sock, end = asked(url, 0), time.monotonic() + 10
        while time.monotonic() < end:
            try:
                return sock.recv(1 << 16).split(b"\\r\\n\\r\\n")[1].decode()
            except BlockingIOError:
                time.sleep(0.05)
    """,
}
PREPARED = """
import asyncio, ctypes, http.client, os, select, selectors, signal, socket, subprocess, sys, threading, time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit


def host(url):
    return urlsplit(url).netloc


def path(url):
    return urlsplit(url).path


def read(function, *args, **options):
    with function(*args, **options) as answer:
        return answer.read().decode()


def asked(url, seconds):
    sock = socket.create_connection(host(url).split(":"))
    sock.sendall(b"GET %s HTTP/1.0\\r\\n\\r\\n" % path(url).encode())
    sock.settimeout(seconds)
    return sock


def until_closed(sock):
    parts = []
    while part := sock.recv(1 << 16):
        parts.append(part)
    return b"".join(parts).split(b"\\r\\n\\r\\n")[1].decode()


async def streamed(url):
    name, port = host(url).split(":")
    reader, writer = await asyncio.open_connection(name, port)
    writer.write(b"GET %s HTTP/1.0\\r\\n\\r\\n" % path(url).encode())
    text = (await reader.read()).split(b"\\r\\n\\r\\n")[1].decode()
    writer.close()
    return text


def fetched(function, url):
    try:
        return function(url)
    except TimeoutError:
        return None
    except OSError as exc:
        assert "timed out" in str(exc)
        return None
"""
SLOW_AND_SILENT = """
import solution

def check(web, function):
    page = web.page(delay_seconds=7)
    assert solution.fetched(function, page.url) == page.body
    assert 7 <= web.now < 7.1
    before = web.now
    silent = web.hangs()
    assert solution.fetched(function, silent.url) is None
    assert 10 <= web.now - before < 10.1
    assert silent.hits
"""


def functions(ways: dict[str, str]) -> str:
    """The candidate's file with one function a way."""
    return PREPARED + "".join(
        f"\ndef fetch{place}(url):\n" + textwrap.indent(textwrap.dedent(lines), "    ") + "\n"
        for place, lines in enumerate(ways.values())
    )


@contextlib.contextmanager
def all_processors_busy() -> Iterator[None]:
    busy = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(2 * len(os.sched_getaffinity(0)))
    ]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


@pytest.mark.parametrize("is_busy", [False, True])
def test_slow_and_silent_pages_take_exactly_their_time_and_none(verdicts: Verdicts, is_busy: bool) -> None:
    suite = SLOW_AND_SILENT + "".join(
        f"\ndef test_{place}(web):  # {name}\n    check(web, solution.fetch{place})\n"
        for place, name in enumerate(CLIENTS)
    )
    with all_processors_busy() if is_busy else contextlib.nullcontext():
        # Of real time there is less than the pages would take.
        found = verdicts(suite, functions(CLIENTS), loopback="true", wall_seconds=15)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == len(CLIENTS)


def test_pages_that_trickle_come_in_their_time(verdicts: Verdicts) -> None:
    suite = """
    import solution

    def test_patient(web):
        page = web.trickles(pieces=100, every_seconds=9)
        assert solution.fetch0(page.url) == page.body
        assert 900 <= web.now < 901

    def test_gate(web):
        gate = web.gate(2, patience_seconds=5)
        page = web.page(gate=gate)
        assert solution.fetch0(page.url) == page.body
        assert 5 <= web.now < 5.1

    def test_nobody_is_late(web):
        pages = [web.page(delay_seconds=place / 100) for place in range(40)]
        assert solution.in_order([page.url for page in pages]) == [page.body for page in pages]
        assert web.peak == 40

    def test_looking_again_and_again(web):
        page = web.page(delay_seconds=0.5)
        assert solution.spinning(page.url, 1) == page.body
        assert 0.5 <= web.now < 0.55
        before = web.now
        assert solution.spinning(web.hangs().url, 1) is None
        assert 0.95 <= web.now - before < 1.05

    def test_given_up(web):
        silent = web.hangs()
        assert solution.fetched(solution.fetch0, silent.url) is None
        assert web.quiet()
        (seconds,) = silent.abandoned_after
        assert 10 <= seconds < 10.1
    """
    source = functions(CLIENTS) + textwrap.dedent("""
    def spinning(url, seconds):
        sock, end = asked(url, 0), time.monotonic() + seconds
        while time.monotonic() < end:
            try:
                return sock.recv(1 << 16).split(b"\\r\\n\\r\\n")[1].decode()
            except BlockingIOError:
                pass

    def in_order(urls):
        texts = []
        threads = [threading.Thread(target=lambda url=url: texts.append(fetch0(url))) for url in urls]
        for thread in reversed(threads):
            thread.start()
        for thread in threads:
            thread.join()
        return texts
    """)
    found = verdicts(suite, source, loopback="true", wall_seconds=30)
    assert found == dict.fromkeys(found, "passed")


# Each waits in a way that no virtual clock sees: for a page of one second, and for a silent one a second and
# a half, by real time.
NOT_COVERED = {
    "call in C": """
        sock = asked(url, None)
        ready = ctypes.CDLL(None).poll(ctypes.byref(ctypes.c_uint64(sock.fileno() | 1 << 32)), 1, 1500)
        return until_closed(sock) if ready else None
    """,
    "own process": """
        script = "import sys, urllib.request as r; print(r.urlopen(sys.argv[1], timeout=1.5).read().decode())"
        done = subprocess.run([sys.executable, "-c", script, url], capture_output=True, text=True)
        return done.stdout.strip() or None
    """,
    "alarm": """
        class Late(Exception):
            pass
        def late(number, frame):
            raise Late
        signal.signal(signal.SIGALRM, late)
        signal.setitimer(signal.ITIMER_REAL, 1.5)
        try:
            return until_closed(asked(url, None))
        except Late:
            return None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    """,
    "forked process": """
        ends = os.pipe()
        if os.fork() == 0:
            try:
                os.write(ends[1], read(urllib.request.urlopen, url, timeout=1.5).encode())
            finally:
                os._exit(0)
        os.close(ends[1])
        return os.read(ends[0], 1 << 16).decode() or None
    """,
    "one thread of two": """
        sock = asked(url, None)
        looks = threading.Thread(target=lambda: time.sleep(0.5))
        looks.start()
        ready = ctypes.CDLL(None).poll(ctypes.byref(ctypes.c_uint64(sock.fileno() | 1 << 32)), 1, 1500)
        looks.join()
        return until_closed(sock) if ready else None
    """,
}


def test_what_is_not_covered_takes_real_time_and_is_right_all_the_same(verdicts: Verdicts) -> None:
    suite = """
    import solution

    def check(web, function):
        page = web.page(delay_seconds=1)
        assert function(page.url) == page.body
        assert web.now >= 1
        before = web.now
        assert function(web.hangs().url) is None
        assert web.now - before >= 1.4
        # Nobody has to wait for what waits really: these two are asked at once.
        assert web.now < 20

    def test_virtual_all_the_same(web):
        page = web.page(delay_seconds=300)
        assert solution.patient(page.url) == page.body
        assert 300 <= web.now < 300.1
    """ + "".join(
        f"\n    def test_{place}(web):  # {name}\n        check(web, solution.fetch{place})\n"
        for place, name in enumerate(NOT_COVERED)
    )
    source = functions(NOT_COVERED) + "\ndef patient(url):\n    return until_closed(asked(url, 400))\n"
    found = verdicts(suite, source, loopback="true")
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == len(NOT_COVERED) + 1


def test_who_waits_for_what_never_comes_is_not_waited_for(verdicts: Verdicts) -> None:
    suite = """
    import solution

    def test_it(web):
        solution.patient(web.hangs().url)
    """
    source = PREPARED + "\ndef patient(url):\n    return until_closed(asked(url, None))\n"
    # The limit of the elapsed time is far beyond the time that the whole run may take.
    assert verdicts(suite, source, loopback="true", wall_seconds=500) == {"test_it": "timeout"}


def test_who_asks_for_a_speed_has_real_time(verdicts: Verdicts) -> None:
    suite = """
    import time
    import pytest
    import solution

    @pytest.mark.clock(1)
    def test_it(web):
        page = web.page(delay_seconds=0.3)
        before = time.monotonic()
        assert solution.patient(page.url) == page.body
        assert time.monotonic() - before >= 0.3
        assert web.now >= 0.3
    """
    source = PREPARED + "\ndef patient(url):\n    return until_closed(asked(url, None))\n"
    assert verdicts(suite, source, loopback="true") == {"test_it": "passed"}
