"""The time of a test, as the judge counts it: when it jumps, how far, and what is done on the way."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from grader.judge.fixtures.web import Web
from grader.judge.talk import loopback as module
from grader.judge.talk.loopback import Loopback
from grader.judge.talk.stream import DeadlinePassed
from grader.judge.talk.timeline import SECOND, Timeline
from grader.wire.frames import IDLE, LOOK, TIME, Frame, Kind, WireError

TEST = 4


def noting(timeline: Timeline, noted: list[tuple[str, float]]) -> Callable[[float, str], None]:
    def later(seconds: float, name: str) -> None:
        timeline.later(seconds, lambda: noted.append((name, timeline.now / SECOND)))

    return later


def test_virtual_time_stands_still() -> None:
    timeline = Timeline(virtual=True)
    assert [timeline.now for _ in range(3)] == [0, 0, 0]
    assert timeline.seconds_to_next() is None


def test_time_jumps_to_where_the_process_waits() -> None:
    timeline = Timeline(virtual=True)
    assert timeline.wait(3, 10 * SECOND)
    assert timeline.now == 10 * SECOND


def test_time_jumps_no_further_than_to_the_next_action() -> None:
    timeline, noted = Timeline(virtual=True), []
    later = noting(timeline, noted)
    later(7, "page")
    later(9, "other")
    assert timeline.wait(0, 10 * SECOND)
    assert (noted, timeline.now) == ([("page", 7.0)], 7 * SECOND)


def test_actions_up_to_what_the_process_has_come_to_are_done_at_their_times() -> None:
    timeline, noted = Timeline(virtual=True), []
    later = noting(timeline, noted)
    for seconds in (3, 1, 2, 5):
        later(seconds, str(seconds))
    assert timeline.wait(4 * SECOND, 10 * SECOND)
    # Something was done: so it looks again before it waits.
    assert (noted, timeline.now) == ([("1", 1.0), ("2", 2.0), ("3", 3.0)], 4 * SECOND)


def test_time_never_runs_backwards() -> None:
    timeline = Timeline(virtual=True)
    timeline.wait(10 * SECOND, 20 * SECOND)
    timeline.wait(3 * SECOND, 4 * SECOND)
    assert timeline.now == 20 * SECOND


def test_who_waits_for_ever_where_nothing_is_due_is_told_so() -> None:
    timeline = Timeline(virtual=True)
    assert not timeline.wait(0, None)
    timeline.later(1, lambda: None)
    assert timeline.wait(0, None)
    assert timeline.now == SECOND


def test_real_time_goes_on_from_where_virtual_time_was() -> None:
    timeline, noted = Timeline(virtual=True), []
    timeline.wait(0, 500 * SECOND)
    noting(timeline, noted)(0.0, "now")
    timeline.become_real()
    assert timeline.seconds_to_next() == 0.0
    timeline.run_due()
    assert [name for name, _ in noted] == ["now"]
    assert 500 <= noted[0][1] < 600


def get(url: str) -> bytes:
    return f"GET {urlsplit(url).path} HTTP/1.1\r\n\r\n".encode()


class Sandbox:
    """What the sandbox says, and what it is told of the time."""

    def __init__(self) -> None:
        self.sent: list[Frame] = []
        self.loopback = Loopback(self.sent.append)
        self.loopback.begin(TEST, virtual=True)
        self.web = Web("http://127.0.0.1:1", "", self.loopback.timeline)
        self.loopback.accept_with(self.web)

    def waits(self, at: int, until: int, *, alone: bool = True, test: int = TEST) -> list[tuple[int, bool]]:
        """Says so, and gives the answers that came since."""
        before = len(self.sent)
        self.loopback.handle(Frame(Kind.IDLE, test, IDLE.pack(at, until, alone)))
        return [TIME.unpack(frame.payload) for frame in self.sent[before:] if frame.kind == Kind.TIME]

    def asks(self, url: str) -> None:
        self.loopback.handle(Frame(Kind.OPENED, 1))
        self.loopback.handle(Frame(Kind.BYTES, 1, get(url)))


def test_what_the_server_sent_is_looked_at_before_any_time_passes() -> None:
    sandbox = Sandbox()
    sandbox.asks(sandbox.web.page().url)
    assert sandbox.waits(0, 10 * SECOND) == [(0, False)]
    assert sandbox.waits(0, 10 * SECOND) == [(10 * SECOND, False)]


def test_the_answer_comes_behind_what_the_server_does_at_that_time() -> None:
    sandbox = Sandbox()
    sandbox.asks(sandbox.web.page(delay_seconds=7).url)
    assert sandbox.waits(0, 10 * SECOND) == [(7 * SECOND, False)]
    assert [frame.kind for frame in sandbox.sent] == [Kind.BYTES, Kind.TIME]


@pytest.mark.parametrize("kind", ["others", "stuck"])
def test_time_becomes_real_for_good_where_something_waits_unseen(kind: str) -> None:
    sandbox = Sandbox()
    if kind == "stuck":
        sandbox.loopback.handle(Frame(Kind.STUCK, TEST))
        ((_, is_real),) = [TIME.unpack(frame.payload) for frame in sandbox.sent]
    else:
        ((_, is_real),) = sandbox.waits(0, 10 * SECOND, alone=False)
    assert is_real
    assert sandbox.waits(0, 1000 * SECOND) == []
    assert sandbox.web.now < 100


def test_who_waits_for_what_never_comes_has_passed_its_deadline() -> None:
    with pytest.raises(DeadlinePassed):
        Sandbox().waits(0, -1)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        bytes(16),
        bytes(18),
        IDLE.pack(-1, 5, True),
        # With what a page waits beyond, no message could tell it.
        IDLE.pack((1 << 63) - 1, -1, True),
        IDLE.pack(0, (1 << 63) - 1, True),
    ],
)
def test_what_is_no_time_breaks_the_protocol(payload: bytes) -> None:
    with pytest.raises(WireError):
        Sandbox().loopback.handle(Frame(Kind.IDLE, TEST, payload))


def test_another_tests_time_is_not_this_ones() -> None:
    sandbox = Sandbox()
    assert sandbox.waits(0, 10 * SECOND, test=TEST - 1) == []
    sandbox.loopback.close()
    assert sandbox.waits(0, 10 * SECOND) == []
    assert sandbox.web.now == 0


def test_who_says_nothing_for_a_while_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox = Sandbox()
    sandbox.loopback.heard = 3
    assert sandbox.loopback.seconds_to_wake() == module._LOOK_SECONDS
    sandbox.loopback.wake()
    assert sandbox.sent == [Frame(Kind.LOOK, TEST, LOOK.pack(3))]


def test_who_leaves_and_comes_back_at_one_moment_was_never_there_twice() -> None:
    sandbox = Sandbox()
    silent, page = sandbox.web.hangs(), sandbox.web.page()
    sandbox.asks(silent.url)
    sandbox.waits(0, 10 * SECOND)
    # The news come in the other order, as over two sockets they may.
    for frame in (
        Frame(Kind.OPENED, 2),
        Frame(Kind.BYTES, 2, get(page.url)),
        Frame(Kind.RESET, 1),
    ):
        sandbox.loopback.handle(frame)
    assert (sandbox.web.peak, silent.abandoned_after, page.hits) == (1, (10.0,), 1)


def test_who_asks_for_more_at_one_moment_is_seen_to() -> None:
    sandbox = Sandbox()
    for number in range(1, 5):
        sandbox.loopback.handle(Frame(Kind.OPENED, number))
        page = sandbox.web.page(delay_seconds=1)
        sandbox.loopback.handle(Frame(Kind.BYTES, number, get(page.url)))
    assert sandbox.web.peak == 4
