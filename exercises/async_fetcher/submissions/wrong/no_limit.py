# exercise: async_fetcher
"""Takes no notice of max_concurrent."""

import asyncio

import aiohttp


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    timeout = aiohttp.ClientTimeout(total=10)

    async def fetch_one(session, url):
        try:
            async with session.get(url, timeout=timeout) as response:
                if response.status >= 400:
                    return {"url": url, "status": response.status, "error": response.reason}
                return {"url": url, "status": response.status, "body": await response.text()}
        except (aiohttp.ClientError, TimeoutError) as error:
            return {"url": url, "status": None, "error": str(error)}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_one(session, url) for url in urls))
