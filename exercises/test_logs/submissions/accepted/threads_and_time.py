# exercise: test_logs
"""Known good: an endless log that is given up, a loop in a thread, and each line printed as it comes."""

import asyncio
import threading

import pytest
from logs import logs


class Endless:
    def __init__(self, queue):
        self.queue = queue

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self.queue.get()


class Everything:
    """Connector, session and response in one."""

    def __init__(self, lines):
        self.closed = 0
        self.urls = []
        self.content = lines

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        self.closed += 1

    def __call__(self, **options):
        return self

    def get(self, url):
        self.urls.append(url)
        return self


async def follow(monkeypatch, capsys):
    queue = asyncio.Queue()
    held = Everything(Endless(queue))
    monkeypatch.setattr("logs.aiohttp.ClientSession", held)
    monkeypatch.setattr("logs.aiohttp.UnixConnector", held)
    task = asyncio.create_task(logs("id7", "svc"))
    seen = []
    for line in (b"1", b"2", b"3"):
        queue.put_nowait(line)
        for _ in range(5):
            await asyncio.sleep(0)
        seen.append(capsys.readouterr().out)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert held.closed == 2
    assert held.urls == ["http://xx/containers/id7/logs?follow=1&stdout=1"]
    return seen


async def test_each_line_is_printed_when_it_comes(monkeypatch, capsys):
    assert await follow(monkeypatch, capsys) == ["svc b'1'\n", "svc b'2'\n", "svc b'3'\n"]


def test_finite_log(monkeypatch, capsys):
    async def lines():
        yield b"alpha"
        yield b"omega"

    held = Everything(lines())
    monkeypatch.setattr("logs.aiohttp.ClientSession", held)
    monkeypatch.setattr("logs.aiohttp.UnixConnector", held)
    thread = threading.Thread(target=lambda: asyncio.run(logs("id7", "svc")))
    thread.start()
    thread.join()
    assert capsys.readouterr().out == "svc b'alpha'\nsvc b'omega'\n"


async def test_nobody_there(monkeypatch):
    import aiohttp

    def refuse(self, url):
        raise aiohttp.ClientConnectionError(url)

    held = Everything(None)
    monkeypatch.setattr(Everything, "get", refuse)
    monkeypatch.setattr("logs.aiohttp.ClientSession", held)
    monkeypatch.setattr("logs.aiohttp.UnixConnector", held)
    with pytest.raises(aiohttp.ClientConnectionError, match="id7"):
        await logs("id7", "svc")
