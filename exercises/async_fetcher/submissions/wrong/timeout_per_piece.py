# exercise: async_fetcher
"""Relies on httpx's timeout, which starts anew with each piece of the answer."""

import asyncio

import httpx


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    slots = asyncio.Semaphore(max_concurrent)
    async with httpx.AsyncClient(timeout=10) as client:

        async def fetch(url: str) -> dict:
            async with slots:
                try:
                    response = await client.get(url)
                except (httpx.HTTPError, httpx.InvalidURL) as error:
                    return {"url": url, "status": None, "error": str(error)}
            if response.status_code >= 400:
                return {"url": url, "status": response.status_code, "error": response.text}
            return {"url": url, "status": response.status_code, "body": response.text}

        return await asyncio.gather(*map(fetch, urls))
