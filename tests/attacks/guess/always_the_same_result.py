# exercise: async_fetcher
# attack: G01
# must: earn at most 60 %
"""Fetches nothing and gives no result, or the same one for each address."""


async def fetch_all(urls, max_concurrent=10):
    return [{"url": url, "status": None, "error": "no"} for url in urls]
