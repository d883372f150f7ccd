# exercise: async_fetcher
"""Threads with http.client: a socket timeout that shrinks, so that the whole takes ten seconds."""

import asyncio
import http.client
import time
import urllib.parse

LONGEST = 10.0


def fetch(url):
    deadline = time.monotonic() + LONGEST
    connection = None
    try:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError(f"not an address of the web: {url!r}")
        connection = http.client.HTTPConnection(parts.hostname, parts.port or 80, timeout=LONGEST)
        connection.connect()
        sock = connection.sock
        connection.request("GET", parts.path or "/", headers={"Connection": "close"})
        sock.settimeout(max(0.01, deadline - time.monotonic()))
        response = connection.getresponse()
        chunks = []
        length = 0
        while not response.isclosed():
            sock.settimeout(max(0.01, deadline - time.monotonic()))
            chunk = response.read1(65536)
            if not chunk:
                break
            chunks.append(chunk)
            length += len(chunk)
            if time.monotonic() > deadline:
                raise TimeoutError("too slow")
        promised = response.getheader("Content-Length")
        if promised is not None and length < int(promised):
            raise http.client.IncompleteRead(b"", int(promised) - length)
        if response.status >= 400:
            return {"url": url, "status": response.status, "error": response.reason}
        return {"url": url, "status": response.status, "body": b"".join(chunks).decode()}
    except (OSError, ValueError, http.client.HTTPException) as error:
        return {"url": url, "status": None, "error": str(error)}
    finally:
        if connection is not None:
            connection.close()


async def fetch_all(urls, max_concurrent=10):
    slots = asyncio.Semaphore(max_concurrent)

    async def one(url):
        async with slots:
            return await asyncio.to_thread(fetch, url)

    return list(await asyncio.gather(*[one(url) for url in urls]))
