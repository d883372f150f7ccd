# exercise: async_fetcher
# attack: G06
# must: earn at most 25 %
"""Guesses status and body from the address: the words and numbers in it, its last part, its length."""

import re
from urllib.parse import urlsplit


def _guess(url):
    try:
        path = urlsplit(url).path
    except ValueError:
        return {"url": url, "status": None, "error": "no address"}
    number = re.search(r"[1-5]\d\d", path)
    status = int(number[0]) if number else 200
    if not url.startswith("http://127") or any(word in path for word in ("slow", "hang", "refuse", "break")):
        return {"url": url, "status": None, "error": "not reached"}
    if status >= 400 or any(word in path for word in ("error", "missing", "bad")):
        return {"url": url, "status": max(status, 400), "error": "bad"}
    return {"url": url, "status": status, "body": path.rpartition("/")[2]}


async def fetch_all(urls, max_concurrent=10):
    return [_guess(url) for url in urls]
