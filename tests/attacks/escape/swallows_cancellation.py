# exercise: async_fetcher
# attack: S09
# must: earn no more than a stub
# verdicts: failed, error, timeout
# within: 120 seconds
"""A coroutine that swallows every cancellation and goes on, for the call with no addresses."""

import asyncio


async def fetch_all(urls, max_concurrent=10):
    while not urls:
        try:
            await asyncio.sleep(0)
        except BaseException:
            asyncio.current_task().uncancel()
