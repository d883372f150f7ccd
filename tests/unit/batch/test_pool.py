"""Sandboxes opened ahead: never above the budget, each used once, and all of them closed."""

from __future__ import annotations

import contextlib
import socket
import threading
from dataclasses import dataclass, field

import pytest

from grader.batch.pool import Pool
from grader.errors import InfrastructureError
from grader.grading import budget
from grader.machine.capacity import Processors, available_bytes, processors
from grader.report import Announce
from grader.sandboxes.base import Description, Ending, Framing, Launch, Sandbox, SandboxEnd

LAUNCH = Launch(memory_bytes=1 << 20, processes=8)
PATIENCE_SECONDS = 20.0


class FakeBox:
    framing = Framing.NONE
    bounded = ()
    image_digest = None

    def __init__(self, sandbox: FakeSandbox) -> None:
        self._sandbox = sandbox
        self.stream, self._other = socket.socketpair()

    def ending(self) -> Ending:
        return Ending(SandboxEnd.ENDED)

    def close(self) -> None:
        if self.stream.fileno() >= 0:
            self.stream.close()
            self._other.close()
            self._sandbox.count(-1)


@dataclass
class FakeSandbox:
    """Counts what is open; where `broken` it cannot be opened."""

    broken: bool = False
    held: threading.Event | None = None  # nothing opens before it is set
    opened: int = 0
    there: int = 0
    peak: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def prepare(self, progress: Announce, environment: object = None) -> None: ...

    def open(self, launch: Launch) -> Sandbox:
        if self.broken:
            raise InfrastructureError("It is broken.", code="broken")
        self.count(1)
        if self.held:
            self.held.wait(PATIENCE_SECONDS)
        return FakeBox(self)

    def describe(self, environment: object = None) -> Description:
        return Description("fake")

    def count(self, change: int) -> None:
        with self.changed:
            self.opened += change > 0
            self.there += change
            self.peak = max(self.peak, self.there)
            self.changed.notify_all()

    def wait_until_open(self, count: int) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: self.there >= count, PATIENCE_SECONDS)


def test_as_many_are_ready_as_may_be_graded_and_never_twice_that() -> None:
    sandbox = FakeSandbox()
    with Pool(sandbox, LAUNCH, needed=50, width=3, most=3) as pool:
        sandbox.wait_until_open(3)
        for _ in range(16):
            with contextlib.ExitStack() as stack:
                boxes = []
                for _ in range(3):
                    stack.enter_context(pool.lane())
                    ticket = stack.enter_context(pool.ticket())
                    boxes.append(ticket.open(LAUNCH))
                    stack.callback(boxes[-1].close)
                assert len(set(map(id, boxes))) == 3
                sandbox.wait_until_open(min(6, 3 + 2))
    assert sandbox.peak <= 6
    assert sandbox.there == 0


def test_no_more_are_opened_than_there_are_submissions() -> None:
    sandbox = FakeSandbox()
    with Pool(sandbox, LAUNCH, needed=3, width=2, most=2) as pool:
        with pool.lane(), pool.ticket():
            pass  # rejected unread: it takes none
        for _ in range(2):
            with pool.lane(), pool.ticket() as ticket:
                ticket.open(LAUNCH).close()
    assert sandbox.opened in (2, 3)  # a third may have been ready when one was rejected
    assert sandbox.there == 0


def test_what_is_just_opening_when_the_pool_ends_is_closed_too() -> None:
    sandbox = FakeSandbox(held=threading.Event())
    assert sandbox.held
    with Pool(sandbox, LAUNCH, needed=9, width=2, most=2):
        sandbox.wait_until_open(2)
        threading.Timer(0.05, sandbox.held.set).start()
    assert sandbox.opened == 2
    assert sandbox.there == 0


def test_what_cannot_be_opened_is_told_to_who_wanted_it() -> None:
    sandbox = FakeSandbox(broken=True)
    with Pool(sandbox, LAUNCH, needed=9, width=2, most=2) as pool:
        for _ in range(9):
            with pool.lane(), pool.ticket() as ticket, pytest.raises(InfrastructureError, match="broken"):
                ticket.open(LAUNCH)


def test_the_width_holds_back_and_lets_go() -> None:
    with Pool(FakeSandbox(), LAUNCH, needed=9, width=1, most=4) as pool, pool.lane() as begun:
        assert begun and pool.full
        second = threading.Event()

        def other() -> None:
            with pool.lane() as begun:
                assert begun
                second.set()

        thread = threading.Thread(target=other)
        thread.start()
        assert not second.wait(0.05)
        pool.width = 9
        assert pool.width == 4
        assert second.wait(PATIENCE_SECONDS)
        thread.join()


def test_when_it_is_over_nobody_waits() -> None:
    pool = Pool(FakeSandbox(), LAUNCH, needed=0, width=1, most=1)
    failures: list[str] = []

    def wait_for_a_sandbox() -> None:
        with pool.ticket() as ticket:
            try:
                ticket.open(LAUNCH)
            except InfrastructureError as exc:
                failures.append(exc.code)

    with pool:
        thread = threading.Thread(target=wait_for_a_sandbox)
        thread.start()
        pool.stop()
        thread.join(PATIENCE_SECONDS)
        with pool.lane() as begun:
            assert not begun
    assert failures == ["interrupted"]


def test_the_budget_is_bounded_by_memory_by_a_person_and_by_processors() -> None:
    gigabyte = 1 << 30
    assert budget.most(gigabyte, 64, memory_bytes=8 * gigabyte) == 5
    assert budget.most(gigabyte, 2, memory_bytes=8 * gigabyte) == 2
    assert budget.most(gigabyte, None, memory_bytes=1000 * gigabyte) == 4 * processors()
    assert budget.most(gigabyte, 8, memory_bytes=0) == 1
    # What one judge may have is spared.
    assert budget.most(gigabyte // 4, 64, memory_bytes=2 * gigabyte) == 2
    assert budget.most(gigabyte // 4, 64, judge_bytes=gigabyte // 2, memory_bytes=2 * gigabyte) == 4
    assert budget.most(gigabyte, 64, judge_bytes=4 * gigabyte, memory_bytes=8 * gigabyte) == 3


def test_more_are_graded_where_processors_are_idle_and_fewer_where_they_are_crowded() -> None:
    few = processors()
    assert budget.next_width(few, 0.3, few + 2) == few + 1
    assert budget.next_width(few + 2, 0.3, few + 2) == few + 2
    assert budget.next_width(few + 2, 0.99, few + 9) == few + 1
    assert budget.next_width(few, 0.99, few + 9) == few
    assert budget.next_width(few + 1, 0.9, few + 9) == few + 1


def test_what_is_free_and_how_busy_is_read_from_this_machine() -> None:
    assert 1 << 20 < available_bytes() < 1 << 45
    held = Processors()
    assert held.busy() == 1.0  # nothing is known yet: that is no reason to begin more
    assert 0.0 <= held.busy() <= 1.0
