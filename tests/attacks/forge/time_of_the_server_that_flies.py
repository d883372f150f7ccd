# exercise: async_fetcher
# attack: D08
# must: earn at most 80 %
# within: 120 seconds
"""Fetches one page after the other, and says at each look that ten seconds have passed.

Who does the same without a word earns 84 %.
"""

import _socket
import os
import struct
from urllib.parse import urlsplit

WAITS = 5  # where the worker says that it waits
SECOND = 1_000_000_000


class Judge:
    now = 0

    @classmethod
    def fly(cls, seconds):
        """Says that everybody waits, and learns what time it is."""
        os.write(WAITS, struct.pack(">qq", cls.now, cls.now + int(seconds * SECOND)))
        while True:
            try:
                cls.now = max(cls.now, struct.unpack(">q?q", os.read(WAITS, 64))[0])
                return
            except BlockingIOError:
                pass


def fetch(url):
    failed = {"url": url, "status": None, "error": "failed"}
    try:
        parts = urlsplit(url)
        sock = _socket.socket()
        sock.connect((parts.hostname, parts.port))
        sock.sendall(b"GET %s HTTP/1.0\r\n\r\n" % parts.path.encode())
    except Exception:
        return failed
    sock.setblocking(False)
    data = b""
    looks = 0
    while True:
        try:
            piece = sock.recv(1 << 16)
        except BlockingIOError:
            looks += 1
            if looks > 3:
                return failed
            Judge.fly(10)
            continue
        except OSError:
            return failed
        if not piece:
            break
        data += piece
    head, _, body = data.partition(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 ") or b"content-length: %d\r\n" % len(body) not in head.lower() + b"\r\n":
        return failed
    status = int(head.split()[1])
    if status >= 400:
        return {"url": url, "status": status, "error": "status"}
    return {"url": url, "status": status, "body": body.decode()}


async def fetch_all(urls, max_concurrent=10):
    return [fetch(url) for url in urls]
