# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: asks a server of its own, over a pair of real sockets that have no address."""
import asyncio, socket
import aiohttp
import pytest
from aiohttp import web
from logs import logs
REAL = aiohttp.UnixConnector

class Pair(aiohttp.BaseConnector):
    def __init__(self, path, server):
        super().__init__(); self.server = server
    async def _create_connection(self, req, traces, timeout):
        a, b = socket.socketpair()
        loop = asyncio.get_running_loop()
        await loop.connect_accepted_socket(self.server, b)
        _, proto = await loop.create_connection(self._factory, sock=a)
        return proto

async def run(monkeypatch, lines, asked, cont="abc"):
    async def answer(request):
        asked.append(request.path_qs)
        response = web.StreamResponse()
        await response.prepare(request)
        for line in lines:
            await response.write(line)
        return response
    server = web.Server(answer)
    monkeypatch.setattr("aiohttp.UnixConnector", lambda path: Pair(path, server))
    await asyncio.wait_for(logs(cont, "db"), 5)

async def test_lines(monkeypatch, capsys):
    asked = []
    await run(monkeypatch, [b"one\n", b"two\n", b"three\n"], asked)
    assert capsys.readouterr().out == "db b'one\\n'\ndb b'two\\n'\ndb b'three\\n'\n"
    assert asked == ["/containers/abc/logs?follow=1&stdout=1"]

async def test_nobody_there(monkeypatch):
    def bad(path): raise aiohttp.ClientConnectionError("no")
    monkeypatch.setattr("aiohttp.UnixConnector", bad)
    with pytest.raises(aiohttp.ClientConnectionError):
        await logs("abc", "db")
