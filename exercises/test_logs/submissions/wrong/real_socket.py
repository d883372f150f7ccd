# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: asks a server of its own, over a real socket."""

import asyncio
import os

import aiohttp
import pytest
from aiohttp import web
from logs import logs

PATH = "/tmp/docker.sock"
REAL = aiohttp.UnixConnector


@pytest.fixture(autouse=True)
def connector(monkeypatch):
    monkeypatch.setattr("aiohttp.UnixConnector", lambda path: REAL(path=PATH))


async def serve(lines, asked):
    async def answer(request):
        asked.append(request.path_qs)
        response = web.StreamResponse()
        await response.prepare(request)
        for line in lines:
            await response.write(line)
        return response

    app = web.Application()
    app.router.add_get("/containers/{name}/logs", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.UnixSite(runner, PATH).start()
    return runner


async def test_lines(capsys):
    asked = []
    runner = await serve([b"one\n", b"two\n", b"three\n"], asked)
    try:
        await asyncio.wait_for(logs("abc", "db"), 5)
    finally:
        await runner.cleanup()
    assert capsys.readouterr().out == "db b'one\\n'\ndb b'two\\n'\ndb b'three\\n'\n"
    assert asked == ["/containers/abc/logs?follow=1&stdout=1"]


async def test_nobody_there():
    if os.path.exists(PATH):
        os.unlink(PATH)
    with pytest.raises(aiohttp.ClientConnectionError):
        await logs("abc", "db")
