# exercise: async_fetcher
"""HTTP by hand over asyncio's streams, with the sending half closed after the request."""

import asyncio
from urllib.parse import urlsplit


async def get(url: str) -> tuple[int, bytes]:
    parts = urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        raise ValueError(f"no http address: {url!r}")
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port or 80)
    try:
        request = (
            f"GET {parts.path or '/'} HTTP/1.1\r\nHost: {parts.netloc}\r\nConnection: close\r\n"
        )
        writer.write(f"{request}\r\n".encode())
        writer.write_eof()
        head = await reader.readuntil(b"\r\n\r\n")
        status_line, *lines = head.decode("latin-1").split("\r\n")
        fields = {
            name.lower(): value.strip() for name, _, value in (x.partition(":") for x in lines)
        }
        return int(status_line.split()[1]), await reader.readexactly(int(fields["content-length"]))
    finally:
        writer.close()


async def fetch_all(urls: list[str], max_concurrent: int = 10) -> list[dict]:
    slots = asyncio.Semaphore(max_concurrent)

    async def fetch(url: str) -> dict:
        async with slots:
            try:
                status, body = await asyncio.wait_for(get(url), 10)
            except (OSError, ValueError, EOFError, TimeoutError) as error:
                return {"url": url, "status": None, "error": str(error)}
        if status >= 400:
            return {"url": url, "status": status, "error": str(status)}
        return {"url": url, "status": status, "body": body.decode()}

    return await asyncio.gather(*(fetch(url) for url in urls))
