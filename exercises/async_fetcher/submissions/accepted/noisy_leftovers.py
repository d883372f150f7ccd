# exercise: async_fetcher
"""Prints and logs a lot, and leaves a task and a thread behind."""

import asyncio
import logging
import sys
import threading
import time

import aiohttp

logging.basicConfig(level=logging.DEBUG, stream=sys.stdout)


async def chatter():
    while True:
        print("\x1b[31mstill here\x1b[0m", file=sys.stderr)
        await asyncio.sleep(0.5)


async def fetch_all(urls, max_concurrent=10):
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
    fetch_all.task = asyncio.create_task(chatter())
    slots = asyncio.Semaphore(max_concurrent)
    session = aiohttp.ClientSession()  # never closed

    async def fetch(url):
        async with slots:
            logging.info("fetching %s", url)
            try:
                async with asyncio.timeout(10), session.get(url) as response:
                    content = await response.read()
            except Exception as error:
                logging.exception("no luck with %s", url)
                return {"url": url, "status": None, "error": str(error)}
            logging.info("%s: %r", response.status, content[:100])
        if response.status < 400:
            return {"url": url, "status": response.status, "body": str(content, "utf-8")}
        return {"url": url, "status": response.status, "error": str(response.reason)}

    return await asyncio.gather(*[fetch(url) for url in urls])
