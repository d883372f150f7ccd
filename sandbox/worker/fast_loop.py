"""An event loop with a clock faster than real time, so that a test need not wait for time-outs.

Only waiting on the loop is faster (`asyncio.sleep`, `asyncio.timeout`, `call_later`, and so aiohttp and
httpx); the network, threads, and sockets with their own time-outs stay in real time.
"""

from __future__ import annotations

import asyncio
import selectors
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def loop_factory(speed: float) -> type[asyncio.SelectorEventLoop]:
    """A class of event loops whose clock advances `speed` seconds per real second."""
    began = time.monotonic()

    class FastSelector(selectors.DefaultSelector):
        def select(self, timeout: float | None = None) -> Any:
            return super().select(timeout / speed if timeout and timeout > 0 else timeout)

    class FastLoop(asyncio.SelectorEventLoop):
        def __init__(self) -> None:
            super().__init__(FastSelector())

        def time(self) -> float:
            return began + (time.monotonic() - began) * speed

    return FastLoop


def install(speed: float) -> None:
    """Makes `asyncio.run` and `asyncio.new_event_loop` use loops that run `speed` times faster."""
    factory = loop_factory(speed)
    vars(asyncio)["SelectorEventLoop"] = factory
    policy = asyncio.get_event_loop_policy()
    vars_of_policy: Any = type(policy)
    vars_of_policy._loop_factory = factory
