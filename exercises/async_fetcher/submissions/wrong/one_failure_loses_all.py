# exercise: async_fetcher
"""Lets the exception of one fetch through gather."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    semaphore = asyncio.Semaphore(max_concurrent)
    timeout = aiohttp.ClientTimeout(total=10)

    async def fetch_one(session, url):
        async with semaphore, session.get(url, timeout=timeout) as response:
            if response.status >= 400:
                return {"url": url, "status": response.status, "error": response.reason}
            return {"url": url, "status": response.status, "body": await response.text()}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_one(session, url) for url in urls))
