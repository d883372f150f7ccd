# exercise: async_fetcher
"""One batch of max_concurrent addresses after another."""

import asyncio

import aiohttp


async def fetch_one(session, url):
    try:
        async with session.get(url) as response:
            text = await response.text()
            if response.status < 400:
                return {"url": url, "status": response.status, "body": text}
            return {"url": url, "status": response.status, "error": text or "error"}
    except Exception as error:
        return {"url": url, "status": None, "error": str(error)}


async def fetch_all(urls, max_concurrent=10):
    results = []
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        for start in range(0, len(urls), max_concurrent):
            batch = urls[start : start + max_concurrent]
            results.extend(await asyncio.gather(*(fetch_one(session, url) for url in batch)))
    return results
