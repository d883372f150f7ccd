# exercise: async_fetcher
# attack: T06
# must: earn no more than a stub
# verdicts: failed, error
"""Calls itself, its coroutine, its tasks and its process what no file should be called."""

import asyncio
import ctypes
import sys

NAME = "-rf\n::error::x\x1b[2J[/x]\u202e\udcff.py"
sys.argv[:] = [NAME]
__file__ = __name__ = NAME
ctypes.CDLL(None).prctl(15, b"\x1b[2J::x", 0, 0, 0)


async def fetch_all(urls, max_concurrent=10):
    async def fail():
        raise FileNotFoundError(2, NAME, NAME)

    fail.__name__ = fail.__qualname__ = NAME
    print(NAME)
    await asyncio.create_task(fail(), name=NAME)


fetch_all.__name__ = fetch_all.__qualname__ = fetch_all.__module__ = NAME
