"""Divides the tests of one submission between judges that run at the same time.

The first judge runs all visible tests, and tests that require or are required by others. The hidden tests are
dealt out in turn; each judge keeps to the order that all of them compute.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ...report import Visibility
from ..assignment import Assignment
from ..declared import Declared, left_out_of
from ..events import Collected
from .shuffle import Needs, ordered


def portion(tests: Sequence[Declared], required: Needs, assignment: Assignment) -> list[str]:
    """The ids of the tests that this judge runs, in running order."""
    order = ordered(tests, required, assignment.seed)
    if assignment.portions == 1:
        return order
    tied = {name for name in order if required[name]}.union(*[required[name] for name in order])
    tied |= {test.id for test in tests if test.visibility is Visibility.VISIBLE}
    free = [name for name in order if name not in tied]
    # Where the first has others besides, it is the last to be dealt one.
    place = (assignment.portion - bool(tied)) % assignment.portions
    own = set(free[place :: assignment.portions])
    return [name for name in order if name in own or (name in tied and assignment.portion == 0)]


def announcement(tests: Sequence[Declared], own: Sequence[str], left_out: int) -> Collected:
    """The event that announces the collected `tests`, of which this judge runs the ids in `own`."""
    return Collected(
        tests=tuple(test.announcement() for test in tests),
        left_out=left_out,
        pytest=pytest.__version__,
        unearned=left_out_of(tests),
        elsewhere=tuple({test.id for test in tests}.difference(own)),
    )
