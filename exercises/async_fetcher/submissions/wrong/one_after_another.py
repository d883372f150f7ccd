# exercise: async_fetcher
"""Awaits each fetch before it starts the next one."""

import aiohttp


async def fetch_one(session, url):
    try:
        async with session.get(url, timeout=aiohttp.ClientTimeout(total=10)) as response:
            if response.status >= 400:
                return {"url": url, "status": response.status, "error": response.reason}
            return {"url": url, "status": response.status, "body": await response.text()}
    except (aiohttp.ClientError, TimeoutError) as error:
        return {"url": url, "status": None, "error": str(error)}


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    results = []
    async with aiohttp.ClientSession() as session:
        for url in urls:
            results.append(await fetch_one(session, url))
    return results
