# exercise: async_fetcher
"""Keeps the slot of a fetch that fails."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    semaphore = asyncio.Semaphore(max_concurrent)
    timeout = aiohttp.ClientTimeout(total=10)

    async def fetch_one(session, url):
        await semaphore.acquire()
        try:
            async with session.get(url, timeout=timeout) as response:
                status, text = response.status, await response.text()
            semaphore.release()
        except (aiohttp.ClientError, TimeoutError) as error:
            return {"url": url, "status": None, "error": str(error)}
        return {"url": url, "status": status, "body" if status < 400 else "error": text}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_one(session, url) for url in urls))
