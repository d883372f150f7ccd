# exercise: async_fetcher
"""Threads with http.client: a socket timeout that shrinks, so that the whole takes ten seconds."""

import asyncio
import http.client
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

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
        connection.request("GET", parts.path or "/")
        sock.settimeout(max(0.01, deadline - time.monotonic()))
        response = connection.getresponse()
        chunks = []
        while not response.isclosed():
            sock.settimeout(max(0.01, deadline - time.monotonic()))
            chunk = response.read1(65536)
            if not chunk:
                break
            chunks.append(chunk)
            if time.monotonic() > deadline:
                raise TimeoutError("too slow")
        body = b"".join(chunks)
        promised = response.getheader("Content-Length")
        if promised is not None and len(body) < int(promised):
            raise ValueError("half an answer")
        if response.status >= 400:
            return {"url": url, "status": response.status, "error": response.reason}
        return {"url": url, "status": response.status, "body": body.decode()}
    except (OSError, ValueError, http.client.HTTPException) as error:
        return {"url": url, "status": None, "error": str(error)}
    finally:
        if connection is not None:
            connection.close()


async def fetch_all(urls, max_concurrent=10):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(max_concurrent) as threads:
        return await asyncio.gather(*[loop.run_in_executor(threads, fetch, url) for url in urls])
