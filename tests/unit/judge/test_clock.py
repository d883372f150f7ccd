"""The fixture `clock` believes the sandbox's time only as far as it does not contradict itself."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import pytest

from grader.judge.fixtures.clock import Clock
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.messages import Callback, Request, Returned, Verb
from grader.wire.values import Ref

INSIDE = Ref("function", 1, "Stopwatch")
KEPT = Ref("function", 2, "object")
CONTRADICTION = "its clock contradicts itself"

Meet = Callable[..., Any]


def clock(meet: Meet, *told: Any, stamps: tuple[Any, ...] = ()) -> Clock:
    """A clock whose sandbox tells these times in turn; a call gives the suite's function `stamps` first."""
    times = list(told)

    def script(peer: Any) -> None:
        def answer(request: Request) -> Returned:
            if request.verb == Verb.CALL:
                for stamp in stamps:
                    peer.say(Callback(request.token, 0, (stamp,), {}))
                    peer.message()
            value = times.pop(0) if request.verb == Verb.GET else KEPT
            return Returned(request.token, INSIDE if request.arguments == ("clock",) else value)

        peer.serve(answer)

    return Clock(meet(script).candidate)


def something(clock: Clock) -> None:
    """Asks for something else, in which any time may pass."""
    clock._conversation.ask(Verb.CALL, KEPT)


def assert_disbelieved(clock: Clock, look: Callable[[], object]) -> None:
    with pytest.raises(Trouble) as caught:
        look()
    assert (caught.value.verdict, caught.value.message) == (Verdict.ERROR, CONTRADICTION)
    assert clock._conversation.trouble is caught.value  # so that no suite can make a pass of it


def test_time_may_pass_in_calls_and_not_between_two_looks(meet: Meet) -> None:
    watch = clock(meet, 0.5, 0.5, 1e6, 1e6, 1e6)
    assert (watch.now, watch.now) == (0.5, 0.5)
    something(watch)
    assert (watch.now, watch.now) == (1e6, 1e6)
    something(watch)
    assert watch.now == 1e6


@pytest.mark.parametrize("second", [0.5 + 1e-9, 1e6, 0.4, 0.0])
def test_a_clock_that_moves_between_two_looks_is_disbelieved(meet: Meet, second: float) -> None:
    watch = clock(meet, 0.5, second)
    assert watch.now == 0.5
    assert_disbelieved(watch, lambda: watch.now)


def test_a_clock_that_runs_backwards_is_disbelieved(meet: Meet) -> None:
    watch = clock(meet, 0.5, 0.4)
    assert watch.now == 0.5
    something(watch)
    assert_disbelieved(watch, lambda: watch.now)


@pytest.mark.parametrize("told", [math.nan, math.inf, -math.inf, -1.0, 1, True, "1", None, KEPT])
def test_what_is_no_time_is_disbelieved(meet: Meet, told: Any) -> None:
    watch = clock(meet, told)
    assert_disbelieved(watch, lambda: watch.now)


@pytest.mark.parametrize("passed", [30.0, 30.00005, 30.015])
def test_advance_takes_what_it_says_and_what_threads_need_to_look(meet: Meet, passed: float) -> None:
    watch = clock(meet, 1.0, 1.0 + passed, 1.0 + passed)
    watch.advance(30)
    assert watch.now == 1.0 + passed


@pytest.mark.parametrize("passed", [0.0, 29.99, 30.1, 1e6, math.nan])
def test_an_advance_by_another_time_is_disbelieved(meet: Meet, passed: float) -> None:
    watch = clock(meet, 1.0, 1.0 + passed)
    assert_disbelieved(watch, lambda: watch.advance(30))


def test_an_advance_hides_no_jump_before_it(meet: Meet) -> None:
    watch = clock(meet, 1.0, 2.0, 32.0)
    assert watch.now == 1.0
    assert_disbelieved(watch, lambda: watch.advance(30))


def test_stamps_come_with_the_time_of_the_call(meet: Meet) -> None:
    watch = clock(meet, 0.5, 3.0, stamps=(1.0, 1.0, 2.5))
    times: list[float] = []
    watch.stamped(times.append)
    assert watch.now == 0.5
    something(watch)
    assert times == [1.0, 1.0, 2.5]
    assert watch.now == 3.0


@pytest.mark.parametrize("stamps", [(0.4,), (2.0, 1.0), (math.nan,), (math.inf,), (1,), (None,)])
def test_stamps_that_run_backwards_or_are_no_time_are_disbelieved(
    meet: Meet, stamps: tuple[Any, ...]
) -> None:
    watch = clock(meet, 0.5, stamps=stamps)
    watch.stamped(lambda at: None)
    assert watch.now == 0.5
    assert_disbelieved(watch, lambda: something(watch))


def test_a_look_is_not_before_the_last_stamp(meet: Meet) -> None:
    watch = clock(meet, 1.9, stamps=(1.0, 2.0))
    watch.stamped(lambda at: None)
    something(watch)
    assert_disbelieved(watch, lambda: watch.now)
