# exercise: async_fetcher
"""Counts the time that a page waits for its turn."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    semaphore = asyncio.Semaphore(max_concurrent)
    timeout = aiohttp.ClientTimeout(total=None)

    async def fetch_one(session, url):
        async with semaphore:
            try:
                async with session.get(url, timeout=timeout) as response:
                    if response.status >= 400:
                        return {
                            "url": url,
                            "status": response.status,
                            "error": f"HTTP {response.status}",
                        }
                    return {"url": url, "status": response.status, "body": await response.text()}
            except (aiohttp.ClientError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}

    async def fetch_in_time(session, url):
        try:
            return await asyncio.wait_for(fetch_one(session, url), 10)
        except TimeoutError:
            return {"url": url, "status": None, "error": "timeout"}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_in_time(session, url) for url in urls))
