# exercise: async_fetcher
# score: 30-70 %
"""Gives a body and an error in each result, of which one is None."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    semaphore = asyncio.Semaphore(max_concurrent)
    timeout = aiohttp.ClientTimeout(total=10)

    async def fetch_one(session, url):
        async with semaphore:
            try:
                async with session.get(url, timeout=timeout) as response:
                    status, body = response.status, await response.text()
                    if status >= 400:
                        return {"url": url, "status": status, "body": None, "error": "HTTP"}
                    return {"url": url, "status": status, "body": body, "error": None}
            except (aiohttp.ClientError, TimeoutError) as error:
                return {"url": url, "status": None, "body": None, "error": str(error)}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_one(session, url) for url in urls))
