# exercise: async_fetcher
# attack: C10
# must: earn everything
# within: 180 seconds
"""Right, by threads and `http.client`; a watch closes the connection of what takes longer than ten seconds."""

import asyncio
import http.client
import socket
import threading
import urllib.parse


def _fetch(url):
    connection, watch, late = None, None, threading.Event()
    try:
        parts = urllib.parse.urlsplit(url)
        if parts.scheme != "http" or not parts.hostname:
            raise ValueError("not an address")
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
        connection.connect()

        def give_up(sock=connection.sock):
            late.set()
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

        watch = threading.Timer(10, give_up)
        watch.daemon = True
        watch.start()
        connection.request("GET", parts.path or "/")
        answer = connection.getresponse()
        body = answer.read()
        if late.is_set():
            raise TimeoutError("ten seconds are over")
        if answer.status >= 400:
            return {"url": url, "status": answer.status, "error": answer.reason}
        return {"url": url, "status": answer.status, "body": body.decode("utf-8")}
    except (OSError, ValueError, http.client.HTTPException) as error:
        return {"url": url, "status": None, "error": f"{type(error).__name__}: {error}"}
    finally:
        if watch:
            watch.cancel()
        if connection:
            connection.close()


async def fetch_all(urls, max_concurrent=10):
    turn = asyncio.Semaphore(max_concurrent)
    results = [None] * len(urls)

    async def one(place, url):
        async with turn:
            answer = asyncio.get_running_loop().create_future()

            def work():
                result = _fetch(url)
                answer.get_loop().call_soon_threadsafe(answer.set_result, result)

            threading.Thread(target=work, daemon=True).start()
            results[place] = await answer

    await asyncio.gather(*[one(place, url) for place, url in enumerate(urls)])
    return results
