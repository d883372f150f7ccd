"""Measures how fast this machine runs Python, compared with the reference machine for CPU limits.

The fixed loop (`sandbox/worker/fixed_loop.py`) takes REFERENCE_SECONDS on the reference machine: on one
processor of a server of 2023 (AMD EPYC, CPython 3.11) without other load. Its duration here divided by that
is the time factor, by which CPU seconds are multiplied. The factor is rounded to quarters, so that noise in a
measurement changes nothing, and bounded: a machine slower than the largest factor is unfit for grading, and
below the smallest a test would be so short that starting it counts.

The factor may be below 1, so that time is judged alike everywhere: otherwise a solution that is too slow
would pass on a fast machine. That fails no correct answer: a limit is three times what any accepted
submission needs, and before a time-out counts the speed is measured again, and the larger factor used.
"""

from __future__ import annotations

import contextlib
import math
import os
import time
from pathlib import Path

from .paths import cache

REFERENCE_SECONDS = 0.00125
LEAST_FACTOR, MOST_FACTOR = 0.5, 4.0
_STEPS = 4  # in one
# A machine may be moved to another host, or get other neighbours.
_KEPT_SECONDS = 3600.0
_FOLDER = "speed"


def time_factor(loop_seconds: float) -> float:
    """The factor for CPU limits on a machine where the fixed loop takes `loop_seconds`; 1 if unknown."""
    if not math.isfinite(loop_seconds) or loop_seconds <= 0:
        return 1.0
    factor = round(loop_seconds / REFERENCE_SECONDS * _STEPS) / _STEPS
    return min(MOST_FACTOR, max(LEAST_FACTOR, factor))


def kept(name: str) -> float:
    """The loop's duration in sandboxes called `name`, if measured within the last hour; else 0."""
    path = _place(name)
    with contextlib.suppress(OSError, ValueError):
        if 0 <= time.time() - path.stat().st_mtime < _KEPT_SECONDS:
            seconds = float(path.read_text("ascii")[:40])
            return seconds if math.isfinite(seconds) and seconds > 0 else 0.0
    return 0.0


def is_doubtful(loop_seconds: float) -> bool:
    """Whether the speed must be measured again: it is unknown, or so slow that load may be the reason."""
    return not loop_seconds or time_factor(loop_seconds) > 1


def keep(name: str, loop_seconds: float) -> None:
    """Stores a measurement unless a shorter one is stored, since load can only make the loop slower."""
    before = kept(name)
    if loop_seconds <= 0 or 0 < before <= loop_seconds:
        return
    path = _place(name)
    import tempfile  # not above: it takes long to import, and this is rare

    with contextlib.suppress(OSError):  # then it is measured each time
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=path.parent)
        with open(descriptor, "w", encoding="ascii") as file:
            file.write(f"{loop_seconds:.9f}")
        os.replace(temporary, path)


def _place(name: str) -> Path:
    """The cache file for measurements in sandboxes called `name`, on this machine since it booted."""
    machine = ""
    with contextlib.suppress(OSError):
        machine = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
    return cache() / _FOLDER / f"{name}-{machine}"
