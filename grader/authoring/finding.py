"""The result of one check of an exercise."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """One row of the table that `grade verify` prints; it is sound if its list of faults is empty.

    A fault says what is wrong, where, and what mends it; a note is worth reading and no fault.
    """

    check: str
    summary: str
    faults: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
