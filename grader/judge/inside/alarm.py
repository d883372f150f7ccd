"""The alarm that ends a suite's own work on what came from the candidate's code."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Generator
from types import FrameType

from .verdicts import SuiteTookTooLong


@contextlib.contextmanager
def at_most(seconds: float) -> Generator[None]:
    """Limits the time that its block may take, by a SIGALRM.

    Raises:
        SuiteTookTooLong: the block is still at work after `seconds`.
    """
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _ring(number: int, frame: FrameType | None) -> None:
    raise SuiteTookTooLong
