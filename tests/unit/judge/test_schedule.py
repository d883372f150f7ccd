"""Who runs out of time is tried again, cut short, or run in full: by what became of the tests alone."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import pytest

from grader.judge.events import HOPELESS, Checked
from grader.judge.inside.pace import Attempted, Pace, Terms
from grader.judge.inside.schedule import Schedule
from grader.machine.speed import REFERENCE_SECONDS
from grader.report import Verdict
from grader.wire.messages import Ended, TestEnd

CPU_SECONDS, WALL_SECONDS = 2.0, 15.0


@dataclass
class Needs:
    """What a test of the suite would take on the reference machine, where nothing stops it."""

    cpu_seconds: float = 0.0
    slept_seconds: float = 0.0
    verdict: Verdict = Verdict.PASSED
    requires: str = ""
    asks: bool = True
    while_loading: bool = False
    attempts_asleep: float = math.inf  # after so many it sleeps no more


@dataclass
class Suite:
    """Plays the tests that it is told of, on a machine of a speed that may change."""

    tests: dict[str, Needs]
    speeds: list[float] = field(default_factory=lambda: [1.0])  # of the first attempts; the last one stays
    told: dict[str, Checked] = field(default_factory=dict)
    attempts: list[tuple[str, float]] = field(default_factory=list)  # each with its CPU limit
    seconds: float = 0.0

    def attempt(self, test: str, following: str | None, terms: Terms) -> Attempted:
        needs = self.tests[test]
        if needs.requires and self.told[needs.requires].verdict is not Verdict.PASSED:
            return Attempted(Checked(test, Verdict.NOT_RUN))
        slowness = self.speeds[0] if len(self.speeds) == 1 else self.speeds.pop(0)
        cpu_limit, wall_limit = terms.limits(CPU_SECONDS, WALL_SECONDS)
        self.attempts.append((test, cpu_limit))
        cpu = needs.cpu_seconds * slowness
        earlier = sum(name == test for name, _ in self.attempts[:-1])
        took = min(cpu, cpu_limit) + needs.slept_seconds * (earlier < needs.attempts_asleep)
        self.seconds += min(took, wall_limit)
        reason, loop_seconds = TestEnd.STOPPED, 0.0
        if cpu > cpu_limit or took > wall_limit:
            reason = TestEnd.CPU if cpu > cpu_limit else TestEnd.WALL
            loop_seconds = slowness * REFERENCE_SECONDS
        verdict = needs.verdict if reason == TestEnd.STOPPED else Verdict.TIMEOUT
        ended = Ended(reason, None, min(cpu, cpu_limit), min(took, wall_limit), 0, 0, loop_seconds)
        checked = Checked(test, verdict, while_loading=needs.while_loading)
        return Attempted(checked, ended, asked=needs.asks)

    def conclude(self, test: str, attempt: Attempted) -> None:
        assert test not in self.told
        self.told[test] = attempt.checked

    def waits_for(self, test: str, others: list[str]) -> bool:
        return self.tests[test].requires in others

    def turn_back(self, test: str) -> None:
        pass


def run(*tests: Needs, speeds: tuple[float, ...] = (1.0,), known: float = 1.0) -> Suite:
    """Runs tests called "0", "1" and so on, on a machine that was known to be `known` times as slow."""
    suite = Suite({str(number): needs for number, needs in enumerate(tests)}, list(speeds))
    pace = Pace()
    pace.begin(known * REFERENCE_SECONDS)
    turns: Schedule[str] = Schedule(suite, pace, tries=lambda: True)
    names: list[str | None] = [*suite.tests, None]
    for test, following in zip(suite.tests, names[1:], strict=True):
        turns.take(test, following, len(tests))
    assert sorted(suite.told) == sorted(suite.tests)
    return suite


def verdicts(suite: Suite) -> list[Verdict]:
    return [suite.told[name].verdict for name in suite.tests]


HANGS, SLEEPS, PASSES = Needs(cpu_seconds=1e9), Needs(slept_seconds=1e9), Needs()
OUT, DONE = Verdict.TIMEOUT, Verdict.PASSED


@pytest.mark.parametrize("stuck", [HANGS, SLEEPS], ids=["computes", "sleeps"])
def test_who_hangs_everywhere_is_told_so_within_half_a_minute(stuck: Needs) -> None:
    for count in (1, 2, 22, 50):
        suite = run(*[stuck] * count)
        assert verdicts(suite) == [OUT] * count
        assert suite.seconds < 30
    assert [checked.remark for checked in suite.told.values()] == ["", *[HOPELESS] * 49]


@pytest.mark.parametrize("stuck", [HANGS, SLEEPS], ids=["computes", "sleeps"])
@pytest.mark.parametrize("quick", range(6))
def test_whoever_ends_one_test_otherwise_gets_all_of_its_time_in_each(stuck: Needs, quick: int) -> None:
    """Also in those that were cut short before, in which it passes by a hair."""
    close = [Needs(cpu_seconds=1.9), Needs(slept_seconds=14.9)]
    for ending in (PASSES, Needs(verdict=Verdict.FAILED), Needs(verdict=Verdict.CRASHED)):
        tests = [stuck, *close, stuck, *close]
        tests.insert(quick, ending)
        suite = run(*tests)
        wanted = [ending.verdict if needs is ending else OUT if needs is stuck else DONE for needs in tests]
        assert verdicts(suite) == wanted


def test_what_asked_for_nothing_proves_nothing() -> None:
    suite = run(HANGS, Needs(asks=False), *[HANGS] * 20)
    assert verdicts(suite) == [OUT, DONE, *[OUT] * 20]
    assert suite.seconds < 30


def test_what_requires_a_test_that_was_cut_short_waits_for_it() -> None:
    suite = run(HANGS, Needs(cpu_seconds=1.0), Needs(requires="1"), PASSES)
    assert verdicts(suite) == [OUT, DONE, DONE, DONE]
    suite = run(HANGS, HANGS, Needs(requires="1"))
    assert verdicts(suite) == [OUT, OUT, Verdict.NOT_RUN]


def test_a_time_out_counts_when_it_was_seen_twice_and_twice_in_a_run_at_most() -> None:
    suite = run(PASSES, *[HANGS] * 4)
    assert [name for name, _ in suite.attempts] == ["0", "1", "1", "2", "2", "3", "4"]


def test_who_sleeps_does_so_on_any_machine_and_is_asked_twice_but_once_in_a_run() -> None:
    suite = run(PASSES, SLEEPS, SLEEPS)
    assert [name for name, _ in suite.attempts] == ["0", "1", "1", "2"]


@pytest.mark.parametrize("place", [0, 1, 3])
def test_a_deadlock_that_does_not_come_again_costs_nothing(place: int) -> None:
    tests = [PASSES] * 3
    tests.insert(place, Needs(slept_seconds=1e9, attempts_asleep=1))
    suite = run(*tests)
    assert verdicts(suite) == [DONE] * 4
    assert sorted(name for name, _ in suite.attempts) == sorted([*suite.tests, str(place)])


def test_a_file_that_cannot_be_loaded_in_time_is_tried_twice() -> None:
    suite = run(Needs(cpu_seconds=1e9, while_loading=True))
    assert [name for name, _ in suite.attempts] == ["0", "0"]


@pytest.mark.parametrize("known", [0.25, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0])
def test_verdicts_are_the_same_on_every_machine(known: float) -> None:
    suite = run(PASSES, Needs(cpu_seconds=0.6), Needs(cpu_seconds=4.5), speeds=(known,), known=known)
    assert verdicts(suite) == [DONE, DONE, OUT]


def test_a_machine_that_becomes_slow_costs_nothing() -> None:
    right = Needs(cpu_seconds=1.2)
    suite = run(PASSES, right, right, speeds=(1.0, 2.5))
    assert verdicts(suite) == [DONE, DONE, DONE]
    assert suite.attempts == [("0", 2.0), ("1", 2.0), ("1", 5.0), ("2", 5.0)]
    # Also where it was known as a fast one.
    suite = run(PASSES, right, speeds=(0.5, 1.0), known=0.5)
    assert verdicts(suite) == [DONE, DONE]
