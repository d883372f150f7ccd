# exercise: async_fetcher
# attack: C11
# must: earn everything
# within: 180 seconds
"""Right, and noisy: leaves a thread, sessions, and a task that swallows every cancellation."""

import asyncio
import logging
import sys
import threading
import time

import aiohttp

logging.basicConfig(level=logging.DEBUG, stream=sys.stderr)


async def _stubborn():
    while True:
        try:
            await asyncio.sleep(0.2)
            print("\x1b[5mstill here\x1b[0m")
        except asyncio.CancelledError:
            print("not so fast")


async def fetch_all(urls, max_concurrent=10):
    threading.Thread(target=time.sleep, args=(1000,)).start()
    fetch_all.held = asyncio.create_task(_stubborn())
    turn = asyncio.Semaphore(max_concurrent)
    session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10))
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: print(context))

    async def fetch(url):
        async with turn:
            try:
                async with session.get(url) as answer:
                    logging.info("%s", answer)
                    if answer.status >= 400:
                        return {"url": url, "status": answer.status, "error": str(answer.reason)}
                    return {"url": url, "status": answer.status, "body": await answer.text("utf-8")}
            except (aiohttp.ClientError, TimeoutError, ValueError) as error:
                logging.exception("no luck")
                return {"url": url, "status": None, "error": repr(error)}

    return await asyncio.gather(*[fetch(url) for url in urls])
