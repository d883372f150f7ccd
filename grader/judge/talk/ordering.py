"""Orders the candidate's objects for suites alone, and not for what shows values.

`reprlib` and `pprint` sort the elements of a set and the keys of a dict before they show them, but can do
without. Whether an object may be ordered is a test's question, and none of its report.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

_SHOWING = ("reprlib", "pprint", "_pytest._io")


def is_showing(level: int) -> bool:
    """Whether the caller `level` frames up shows values."""
    return str(sys._getframe(level).f_globals.get("__name__", "")).startswith(_SHOWING)


def unless_shown(method: Callable[..., Any]) -> Callable[..., Any]:
    """Wraps a method such as `__lt__` so that it leaves the order open where values are shown."""

    def ordered(self: Any, *operands: Any) -> Any:
        return NotImplemented if is_showing(2) else method(self, *operands)

    return ordered
