# exercise: async_fetcher
"""Says of every address that it cannot be fetched."""


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    return [{"url": url, "status": None, "error": "cannot connect"} for url in urls]
