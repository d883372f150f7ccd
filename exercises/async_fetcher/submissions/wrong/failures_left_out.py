# exercise: async_fetcher
"""Leaves addresses that could not be fetched out of the results."""

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
                        return {
                            "url": url,
                            "status": response.status,
                            "error": f"HTTP {response.status}",
                        }
                    return {"url": url, "status": response.status, "body": await response.text()}
            except (aiohttp.ClientError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}

    async with aiohttp.ClientSession() as session:
        fetches = (fetch_one(session, url) for url in urls)
        results = await asyncio.gather(*fetches)
        return [result for result in results if result["status"] is not None]
