"""When it is time to look for what killed graders have left."""

from __future__ import annotations

import time

# To look for strays takes longer than to open a sandbox; who opens a thousand need not look each time.
_EVERY_SECONDS = 60.0


class Sweeps:
    """When it is time to look for strays: at the first sandbox that is opened, and now and then later."""

    def __init__(self) -> None:
        self._next = 0.0

    def due(self) -> bool:
        """Whether it is time, which it then is not again for a while."""
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + _EVERY_SECONDS
        return True
