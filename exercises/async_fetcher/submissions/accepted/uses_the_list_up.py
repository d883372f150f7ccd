# exercise: async_fetcher
"""Known good: workers that take the addresses out of the list that they were given, until it is empty."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    results = [None] * len(urls)

    async def fetch(session, url):
        try:
            async with session.get(url) as response:
                if not response.ok:
                    return {"url": url, "status": response.status, "error": response.reason or ""}
                return {"url": url, "status": response.status, "body": await response.text("utf-8")}
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError, OSError) as error:
            return {"url": url, "status": None, "error": repr(error)}

    async def work(session):
        while urls:
            url = urls.pop()
            place = len(urls)
            results[place] = await fetch(session, url)

    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session:
        await asyncio.gather(*(work(session) for _ in range(max_concurrent)))
    return results
