# exercise: async_fetcher
"""A thread pool of the right size with urllib, and the event loop that stops waiting after 10 s."""

import asyncio
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor


def download(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as response:
            return response.status, response.read().decode("utf-8")
    except urllib.error.HTTPError as error:
        with error:
            return error.code, str(error)


async def fetch_all(urls, max_concurrent=10):
    loop = asyncio.get_running_loop()
    slots = asyncio.Semaphore(max_concurrent)
    pool = ThreadPoolExecutor(max_workers=max_concurrent)

    async def fetch(url):
        async with slots:
            try:
                future = loop.run_in_executor(pool, download, url)
                status, text = await asyncio.wait_for(future, 10)
            except Exception as error:
                return {"url": url, "status": None, "error": str(error)}
        return {"url": url, "status": status, "body" if status < 400 else "error": text}

    try:
        return await asyncio.gather(*[fetch(url) for url in urls])
    finally:
        pool.shutdown(wait=False)
