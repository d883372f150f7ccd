# exercise: test_logs
"""Known good: fakes written by hand, put in place by a fixture; the output is captured."""

import aiohttp
import pytest
from logs import logs


class FakeContent:
    def __init__(self, lines, error):
        self.lines, self.error = lines, error

    async def __aiter__(self):
        for line in self.lines:
            yield line
        if self.error:
            raise self.error


class FakeResponse:
    def __init__(self, content):
        self.content = content

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return None


class FakeSession:
    lines = []
    error = None
    urls = []

    def __init__(self, connector=None):
        assert isinstance(connector, FakeConnector)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return None

    def get(self, url, **options):
        self.urls.append(str(url))
        return FakeResponse(FakeContent(self.lines, self.error))


class FakeConnector:
    def __init__(self, path):
        assert path


@pytest.fixture
def docker(monkeypatch):
    monkeypatch.setattr(aiohttp, "ClientSession", FakeSession)
    monkeypatch.setattr(aiohttp, "UnixConnector", FakeConnector)
    for name, value in (("lines", []), ("urls", []), ("error", None)):
        monkeypatch.setattr(FakeSession, name, value)
    return FakeSession


@pytest.mark.asyncio
@pytest.mark.parametrize("lines", [[], [b"only\n"], [b"a\n", b"b\n"], [b"x\n", b"x\n", b"y\n", b"x\n"]])
async def test_lines(docker, capsys, lines):
    docker.lines = lines
    await logs("abc", "db")
    assert capsys.readouterr().out == "".join(f"db {line}\n" for line in lines)


@pytest.mark.asyncio
async def test_url(docker):
    await logs("abc", "db")
    assert docker.urls == ["http://xx/containers/abc/logs?follow=1&stdout=1"]


@pytest.mark.asyncio
@pytest.mark.parametrize("kind", [aiohttp.ClientConnectionError, aiohttp.ServerDisconnectedError, OSError])
async def test_errors_come_through(docker, capsys, kind):
    docker.lines, docker.error = [b"before\n"], kind("gone")
    with pytest.raises(kind):
        await logs("abc", "db")
    assert capsys.readouterr().out == "db b'before\\n'\n"
