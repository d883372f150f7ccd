# exercise: async_fetcher
"""Overlooks that httpx.InvalidURL is not an httpx.HTTPError."""

import asyncio

import httpx


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    slots = asyncio.Semaphore(max_concurrent)
    async with httpx.AsyncClient(timeout=None) as client:

        async def fetch(url: str) -> dict:
            try:
                async with slots, asyncio.timeout(10):
                    response = await client.get(url)
            except (httpx.HTTPError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}
            if response.status_code >= 400:
                return {"url": url, "status": response.status_code, "error": response.text}
            return {"url": url, "status": response.status_code, "body": response.text}

        return await asyncio.gather(*map(fetch, urls))
