# exercise: async_fetcher
"""Blocks the event loop with urllib, so that nothing is concurrent."""

import asyncio
import urllib.error
import urllib.request


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    slots = asyncio.Semaphore(max_concurrent)

    async def fetch(url):
        async with slots:
            try:
                with urllib.request.urlopen(url, timeout=10) as response:
                    return {"url": url, "status": response.status, "body": response.read().decode()}
            except urllib.error.HTTPError as error:
                return {"url": url, "status": error.code, "error": str(error)}
            except Exception as error:
                return {"url": url, "status": None, "error": str(error)}

    return await asyncio.gather(*(fetch(url) for url in urls))
