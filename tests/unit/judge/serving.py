"""The suite's web server behind real sockets: both halves of the forwarded loopback in one thread."""

from __future__ import annotations

import contextlib
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator

from worker.forward import Forwarder
from worker.poller import Poller

from grader.judge.fixtures.web import Web
from grader.judge.talk.loopback import Loopback
from grader.wire.frames import Frame

# Generous: it bounds what a failure costs, and no test that passes comes near.
PATIENCE_SECONDS = 10.0
# How soon it is noticed that a test is at its end, or that its timeline has come to something.
_TICK_SECONDS = 0.002


class Served(Web):
    """A `Web` that answers on a port of this machine."""

    port: int


@contextlib.contextmanager
def serving(speed: float = 1.0) -> Iterator[Served]:
    """Answers real clients in real time while the block lasts; raises what a suite would get."""
    judges: deque[Frame] = deque()
    sandboxes: deque[Frame] = deque()
    poller = Poller()
    forwarder = Forwarder(poller, sandboxes.append)
    loopback = Loopback(judges.append)
    loopback.begin(1, virtual=False)
    web = Served(f"http://127.0.0.1:{forwarder.port}", "http://127.0.0.1:1/", loopback.timeline, speed)
    web.port = forwarder.port
    loopback.accept_with(web)
    stopping = threading.Event()
    failures: list[BaseException] = []

    def carry() -> None:
        while judges or sandboxes:
            if sandboxes:
                loopback.handle(sandboxes.popleft())
            if judges:
                forwarder.handle(judges.popleft())
        loopback.flushed(sum(len(one.unwritten) for one in forwarder._connections.values()))

    def run() -> None:
        try:
            with web:
                while not stopping.is_set():
                    poller.wait(_TICK_SECONDS)
                    carry()
                    loopback.timeline.run_due()
                    carry()
        except BaseException as failure:
            failures.append(failure)
        carry()
        forwarder.close_in_child()
        poller.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        stopping.set()
        thread.join()
    if failures:
        raise failures[0]


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.001)
