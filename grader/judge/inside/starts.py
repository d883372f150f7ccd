"""Determines the limits and settings with which a test's process is started."""

from __future__ import annotations

from collections.abc import Collection

from ... import seeds
from ...limits import Limits
from ...wire.messages import OWN_TIME, SHARED_TIME, Start
from ..assignment import Assignment
from ..declared import Declared
from .pace import Terms


def start_of(
    test: Declared, usual: Limits, assignment: Assignment, terms: Terms, *, fixtures: Collection[str]
) -> Start:
    """The start message for an attempt at `test`, which uses `fixtures`, within `terms`."""
    own, patience = test.limits, assignment.patience
    cpu_seconds, wall_seconds = terms.limits(
        patience * float(own.get("cpu_seconds", usual.cpu_seconds)),
        patience * float(own.get("wall_seconds", usual.wall_seconds)),
    )
    return Start(
        cpu_seconds=cpu_seconds,
        wall_seconds=wall_seconds,
        memory_bytes=own["memory_mb"] << 20 if "memory_mb" in own else usual.memory_bytes,
        processes=own.get("processes", usual.processes),
        output_bytes=own["output_kb"] << 10 if "output_kb" in own else usual.output_bytes,
        clock_speed=_clock_speed(test, fixtures),
        cpu=current_cpu(),
        # Not the seed itself, nor what `rng` starts from: the candidate's code can read its generator.
        seed=seeds.derived(assignment.seed, "inside", test.id),
    )


def _clock_speed(test: Declared, fixtures: Collection[str]) -> float:
    if "clock" in fixtures:
        return OWN_TIME
    if test.clock_speed is not None:  # an explicit speed wins, even if it is that of real time
        return float(test.clock_speed)
    return SHARED_TIME if "web" in fixtures and "program" not in fixtures else 1.0


def current_cpu() -> int:
    """The number of the processor that this thread runs on; -1 if the system does not say."""
    try:
        with open("/proc/self/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[36])
    except FileNotFoundError:
        return -1
