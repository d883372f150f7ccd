# exercise: async_fetcher
# attack: X08
# must: earn no more than a stub
"""Stops and closes the loop that it runs in, cancels every task, and replaces what runs coroutines."""

import asyncio
import os


async def fetch_all(urls, max_concurrent=10):
    loop = asyncio.get_running_loop()
    way = os.getpid() % 4
    if way == 0:
        loop.stop()
        await asyncio.sleep(0)
        return []
    if way == 1:
        for task in asyncio.all_tasks():
            task.cancel()
        await asyncio.sleep(0)
        return []
    if way == 2:
        loop._selector.close()
    asyncio.Runner.run = lambda self, coroutine: [{"url": url, "status": 200, "body": ""} for url in urls]
    asyncio.events._set_running_loop(None)
    loop._closed = os.getpid() % 20 == 3  # it would wait for ever, so in one test only
    raise asyncio.CancelledError
