"""Decides when to look for sandboxes that killed graders left behind."""

from __future__ import annotations

import time

# To look for strays takes longer than to open a sandbox; who opens a thousand need not look each time.
_EVERY_SECONDS = 60.0


class Sweeps:
    """Decides when to look for strays: before the first sandbox, and from time to time later."""

    def __init__(self) -> None:
        self._next = 0.0

    def due(self) -> bool:
        """True at most once every `_EVERY_SECONDS`; returning True starts the next interval."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _EVERY_SECONDS
        return True
