"""The core of virtual time: who runs next, and when the clock jumps."""

from __future__ import annotations

import _thread
from collections.abc import Callable
from typing import Any

import pytest
from worker.virtual_time import VirtualClock
from worker.virtual_waits import Face

SECOND = 1_000_000_000


def no() -> bool:
    return False


def in_threads(clock: VirtualClock, *functions: Callable[[], object]) -> None:
    """Runs each in a thread of its own and returns when all have ended."""
    ended: list[int] = []

    def run(place: int, function: Callable[[], object]) -> None:
        function()
        ended.append(place)

    for place, function in enumerate(functions):
        Face(clock.asked).start(_thread.start_new_thread, run, (place, function))
    assert clock.wait(lambda: len(ended) == len(functions))


def test_waiting_alone_takes_exactly_its_time_and_says_that_the_answer_was_no() -> None:
    clock = VirtualClock()
    before = clock.now
    assert clock.wait(no, 30) is False
    assert clock.now - before == 30 * SECOND


def test_what_is_so_already_is_not_waited_for() -> None:
    clock = VirtualClock()
    before = clock.now
    assert clock.wait(lambda: True, 30) is True
    assert clock.now == before


@pytest.mark.parametrize("seconds", [-1, float("nan")])
def test_a_sleep_of_less_than_nothing_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError):
        VirtualClock().sleep(seconds)


def test_a_sleep_of_nothing_takes_a_little_time_so_that_others_wake_up() -> None:
    clock = VirtualClock()
    done: list[bool] = []

    def naps() -> None:
        while not done:
            clock.sleep(0)

    in_threads(clock, naps, lambda: (clock.sleep(0.01), done.append(True)))


def test_threads_wake_in_the_order_of_their_deadlines() -> None:
    clock = VirtualClock()
    began = clock.now
    woken: list[tuple[int, int]] = []

    def sleeper(seconds: int) -> Callable[[], None]:
        def sleep() -> None:
            clock.wait(no, seconds)
            woken.append((seconds, (clock.now - began) // SECOND))

        return sleep

    in_threads(clock, *(sleeper(seconds) for seconds in (3, 1, 2, 5, 4)))
    assert woken == [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5)]


def test_time_does_not_jump_while_a_thread_can_run() -> None:
    clock = VirtualClock()
    began = clock.now
    seen: list[int] = []

    def works() -> None:
        for _ in range(1000):
            clock.offer()
            seen.append(clock.now - began)

    in_threads(clock, lambda: clock.wait(no, 10), works)
    assert seen == [0] * 1000


def test_who_offers_the_turn_lets_every_other_thread_run_once() -> None:
    clock = VirtualClock()
    order: list[str] = []

    def works(name: str) -> Callable[[], None]:
        def work() -> None:
            for _ in range(3):
                order.append(name)
                clock.offer()

        return work

    in_threads(clock, *(works(name) for name in "abc"))
    assert order == list("abc" * 3)


def test_a_thread_that_cannot_be_started_is_not_waited_for() -> None:
    clock = VirtualClock()

    def fails(function: Callable[[], None], arguments: tuple[()]) -> None:
        raise RuntimeError("can't start new thread")

    with pytest.raises(RuntimeError):
        Face(clock.asked).start(fails, no, ())
    assert clock.wait(no, 1) is False


def test_only_what_a_clock_does_can_be_asked_of_it() -> None:
    clock = VirtualClock()
    now = Face(clock.asked).now
    assert now == clock.now
    for call in ((), ("__init__",), ("_next",), ("now", 5), ("sleep", -1), 5):
        failed, error, _ = clock.asked(call)  # type: ignore[arg-type]
        assert (failed, isinstance(error, Exception)) == (True, True) or call == ("now", 5)
    assert clock.now == now


def test_readings_that_are_counted_in_c_are_time_as_any_other() -> None:
    clock = VirtualClock()
    face = Face(clock.asked)
    first = face.read()
    assert [face.read() - first for _ in range(3)] == [50_000, 100_000, 150_000]
    assert clock.now == first + 150_000
    face.sleep(1)
    assert face.read() - first == 1_000_000_000 + 150_000 + 100_000


def test_who_lets_time_pass_by_what_counts_readings_only_reads() -> None:
    clock = VirtualClock()
    face = Face(clock.asked)
    face.read()
    counted: Any = face._count
    before = clock.now
    assert [counted() for _ in range(2)] == [before + 50_000, before + 100_000]
    assert clock.now == before + 100_000
    face.sleep(1)
    counted()
    assert clock.now == before + 1_000_150_000  # an old one counts nothing any more
