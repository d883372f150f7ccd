# exercise: async_fetcher
"""httpx, with a deadline for the whole of a request."""

import asyncio

import httpx

DEADLINE_SECONDS = 10


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    slots = asyncio.Semaphore(max_concurrent)
    limits = httpx.Limits(max_connections=max_concurrent)
    async with httpx.AsyncClient(timeout=None, limits=limits) as client:

        async def fetch(url: str) -> dict:
            try:
                async with slots, asyncio.timeout(DEADLINE_SECONDS):
                    response = await client.get(url)
                    response.raise_for_status()
            except httpx.HTTPStatusError as error:
                return {"url": url, "status": error.response.status_code, "error": str(error)}
            except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}
            return {"url": url, "status": response.status_code, "body": response.text}

        return await asyncio.gather(*map(fetch, urls))
