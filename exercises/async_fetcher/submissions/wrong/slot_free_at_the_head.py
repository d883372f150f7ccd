# exercise: async_fetcher
"""Gives the slot back when the head of the answer is there, not its body."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    semaphore = asyncio.Semaphore(max_concurrent)
    timeout = aiohttp.ClientTimeout(total=10)

    async def fetch_one(session, url):
        async with semaphore:
            try:
                response = await session.get(url, timeout=timeout)
            except (aiohttp.ClientError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}
        try:
            if response.status >= 400:
                return {"url": url, "status": response.status, "error": response.reason}
            return {"url": url, "status": response.status, "body": await response.text()}
        except (aiohttp.ClientError, TimeoutError) as error:
            return {"url": url, "status": None, "error": str(error)}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_one(session, url) for url in urls))
