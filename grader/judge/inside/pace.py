"""Decides how much time an attempt at a test gets: by the machine's speed and by earlier tests."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ...machine.speed import time_factor
from ...report import Verdict
from ...wire.messages import Ended, TestEnd
from ..events import Checked

# So many time-outs are confirmed though the machine is no slower than it was thought to be: what else makes
# one test slow for a moment is over by then.
_CONFIRMATIONS = 2
# Who sleeps too long does so on any machine, but a deadlock may be a race, and not always the candidate's:
# `multiprocessing.Pool.terminate` waits for ever if the worker that it kills holds the lock of the results.
_CONFIRMATIONS_ASLEEP = 1
# Who used less of the elapsed time than this slept, and would on any machine. Starting a process is less than
# that of any limit; and a busy machine gives even one among fifty that much.
_ASLEEP_SHARE = 0.02
_WALL_A_CPU_SECOND = 2.0
# What all tests that are only tried may take together, and each of them at least. Most tests of accepted
# submissions take less than 0.05 s.
_TRIES_SECONDS, _TRY_SECONDS = 7.0, 0.25
# Loading again may take this many times as long as it did.
_LOADS = 2.0


@dataclass(frozen=True, slots=True)
class Terms:
    """The time for one attempt: the limits times `factor`, but no more than `most_seconds`."""

    factor: float = 1.0
    most_seconds: float = math.inf

    def limits(self, cpu_seconds: float, wall_seconds: float) -> tuple[float, float]:
        """Converts a test's CPU and elapsed time limits, meant for the reference machine, to this machine.

        Sleeping takes no longer on a slow machine, but the CPU time must fit even on half of its processor.
        """
        room = min(wall_seconds, _WALL_A_CPU_SECOND * cpu_seconds) * self.factor
        cpu_seconds, wall_seconds = cpu_seconds * self.factor, max(wall_seconds, room)
        return min(self.most_seconds, cpu_seconds), min(self.most_seconds, wall_seconds)


@dataclass(frozen=True, slots=True)
class Attempted:
    """The result of one attempt at a test; `ended` is None if the test did not run or its end is unknown."""

    checked: Checked
    ended: Ended | None = None
    load_seconds: float = 0.0  # how long the judge waited for the file to be loaded, where it was
    asked: bool = False  # whether the suite asked anything of the candidate's code

    @property
    def ran_out_of_time(self) -> bool:
        """Whether the attempt ran, and exceeded a time limit."""
        return self.ended is not None and self.checked.verdict is Verdict.TIMEOUT

    @property
    def slept(self) -> bool:
        """Whether the attempt exceeded its elapsed time almost without using the processor."""
        ended = self.ended
        return (
            ended is not None
            and ended.reason == TestEnd.WALL
            and ended.cpu_seconds < _ASLEEP_SHARE * ended.wall_seconds
        )


class Pace:
    """Keeps the time factor of a run, and decides which time-outs must be confirmed."""

    def __init__(self) -> None:
        self.factor = 1.0
        self._confirms = True
        self._confirmed = self._confirmed_asleep = 0
        self._load_seconds = 0.0

    def begin(self, loop_seconds: float, *, confirms: bool = True) -> None:
        """Sets the time factor from the machine's speed, measured before the candidate's code was loaded.

        `confirms` is false if nobody's points depend on a time-out, which is then never confirmed.
        """
        self.factor, self._confirms = time_factor(loop_seconds), confirms

    @property
    def full(self) -> Terms:
        """The terms for a test that gets its whole time."""
        return Terms(self.factor)

    def tried(self, count: int) -> Terms:
        """The terms for one of `count` tests that get little time, since no test has finished so far."""
        seconds = max(_TRY_SECONDS, _TRIES_SECONDS / count) + _LOADS * self._load_seconds
        return Terms(self.factor, seconds * max(1.0, self.factor))

    def note(self, attempt: Attempted) -> None:
        """Records how long an attempt took to load the file."""
        self._load_seconds = max(self._load_seconds, attempt.load_seconds)

    def must_confirm(self, attempt: Attempted) -> bool:
        """Whether a time-out must be confirmed by another attempt; first updates the time factor."""
        ended = attempt.ended
        if ended is None or not attempt.ran_out_of_time or not self._confirms:
            return False
        if attempt.slept:
            self._confirmed_asleep += 1
            return self._confirmed_asleep <= _CONFIRMATIONS_ASLEEP
        # Measured when the test was over and all its processes dead.
        now = time_factor(ended.loop_seconds)
        if now > self.factor:
            self.factor = now
            return True
        self._confirmed += 1
        return self._confirmed <= _CONFIRMATIONS
