# exercise: async_fetcher
# fails: test_order
"""Gives what could not be fetched at all after everything else."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    semaphore = asyncio.Semaphore(max_concurrent)
    timeout = aiohttp.ClientTimeout(total=10)

    async def fetch_one(session, url):
        async with semaphore:
            try:
                async with session.get(url, timeout=timeout) as response:
                    if response.status >= 400:
                        return {"url": url, "status": response.status, "error": "HTTP"}
                    return {"url": url, "status": response.status, "body": await response.text()}
            except (aiohttp.ClientError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}

    async with aiohttp.ClientSession() as session:
        results = await asyncio.gather(*(fetch_one(session, url) for url in urls))
    return sorted(results, key=lambda result: result["status"] is None)
