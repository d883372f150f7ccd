# exercise: async_fetcher
"""Reads each answer byte by byte, and copies all that is there for each of them."""

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
                        return {"url": url, "status": response.status, "error": "an error"}
                    text = b""
                    while byte := await response.content.read(1):
                        text = text + byte
                    return {"url": url, "status": response.status, "body": text.decode()}
            except (aiohttp.ClientError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}

    async with aiohttp.ClientSession() as session:
        return await asyncio.gather(*(fetch_one(session, url) for url in urls))
