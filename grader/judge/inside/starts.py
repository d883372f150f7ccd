"""What a test's process is started with: the limits that its author declared, or the exercise's."""

from __future__ import annotations

from ... import seeds
from ...limits import Limits
from ...wire.messages import Start
from ..assignment import Assignment
from ..declared import Declared


def start_of(test: Declared, usual: Limits, assignment: Assignment, *, virtual: bool, more: bool) -> Start:
    """The start of `test`, where its clock may be `virtual`, and `more` tests may follow."""
    own, patience = test.limits, assignment.patience
    return Start(
        cpu_seconds=patience * float(own.get("cpu_seconds", usual.cpu_seconds)),
        wall_seconds=patience * float(own.get("wall_seconds", usual.wall_seconds)),
        memory_bytes=own["memory_mb"] << 20 if "memory_mb" in own else usual.memory_bytes,
        processes=own.get("processes", usual.processes),
        output_bytes=own["output_kb"] << 10 if "output_kb" in own else usual.output_bytes,
        clock_speed=0.0 if virtual else test.clock_speed,
        cpu=current_cpu(),
        more=more,
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
