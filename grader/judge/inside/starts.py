"""What a test's process is started with: the limits that its author declared, or the exercise's."""

from __future__ import annotations

from ... import seeds
from ...limits import Limits
from ...wire.messages import Start
from ..assignment import Assignment
from ..declared import Declared
from .pace import Terms


def start_of(test: Declared, usual: Limits, assignment: Assignment, terms: Terms, *, virtual: bool) -> Start:
    """The start of an attempt at `test` on certain terms, where its clock may be `virtual`."""
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
        clock_speed=0.0 if virtual else test.clock_speed,
        cpu=current_cpu(),
        # Not the seed itself, nor what `rng` starts from: the candidate's code can read its generator.
        seed=seeds.derived(assignment.seed, "inside", test.id),
    )


def current_cpu() -> int:
    """The number of the processor that this thread runs on now; -1 where the system does not tell."""
    try:
        with open("/proc/self/stat", "rb") as file:
            return int(file.read().rpartition(b")")[2].split()[36])
    except FileNotFoundError:
        return -1
