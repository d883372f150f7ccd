# exercise: async_fetcher
# attack: G07
# must: earn at most 85 %
# within: 180 seconds
"""Right but for the limit: everything at once."""

import asyncio

import aiohttp


async def fetch_all(urls, max_concurrent=10):
    async def fetch(session, url):
        try:
            async with session.get(url) as answer:
                if answer.status >= 400:
                    return {"url": url, "status": answer.status, "error": "bad"}
                return {"url": url, "status": answer.status, "body": await answer.text()}
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            return {"url": url, "status": None, "error": str(error)}

    connector = aiohttp.TCPConnector(limit=0)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        return await asyncio.gather(*[fetch(session, url) for url in urls])
