"""What looking at one side of an exercise came to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table: sound if it has no faults.

    A fault says what is wrong, where, and what mends it; a note is worth reading and no fault.
    """

    check: str
    summary: str
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
