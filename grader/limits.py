"""The limits that an exercise sets for a submission."""

from __future__ import annotations

from dataclasses import dataclass

# What the process that checks the answers may have if the exercise does not say. It begins with some 50 MB,
# the answers of one test become some 400 at most, and a suite may keep those of several.
JUDGE_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one test; `total_seconds` and `source_bytes` are for the submission as a whole."""

    cpu_seconds: float
    wall_seconds: float
    memory_bytes: int
    total_seconds: float = 300.0
    # Threads count too; a hundred requests in a thread each must fit.
    processes: int = 256
    # What is printed above 16 KiB is dropped anyway; this is where printing becomes an attack.
    output_bytes: int = 16 << 20
    source_bytes: int = 256 << 10
    # What a test may write to /tmp, in one file or many.
    disk_bytes: int = 32 << 20
    judge_bytes: int = JUDGE_BYTES
