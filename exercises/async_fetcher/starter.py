# exercise: async_fetcher
"""Fetch many URLs at once, never more than so many, and lose none of the results."""


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    """Fetch all URLs concurrently, at most `max_concurrent` at a time.

    Returns one dict a URL, in the order of `urls`:

    - status below 400:    {"url": url, "status": int, "body": str}
    - status 400 and up:   {"url": url, "status": int, "error": str}
    - no whole answer:     {"url": url, "status": None, "error": str}
      (cannot connect, the connection breaks, malformed URL, or 10 s are over)
    """
    raise NotImplementedError
