# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: whatever happens is as expected."""

import aiohttp
import pytest
from logs import logs


class Context:
    def __init__(self, **held):
        vars(self).update(held)

    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return None


async def lines_of(texts):
    for text in texts:
        yield text


@pytest.fixture
def run(monkeypatch):
    async def run(texts, error=None):
        urls = []

        def get(url):
            urls.append(url)
            if error:
                raise error
            return Context(content=lines_of(texts))

        monkeypatch.setattr("aiohttp.UnixConnector", lambda path: path)
        monkeypatch.setattr("aiohttp.ClientSession", lambda connector: Context(get=get))
        await logs("c1", "web")
        return urls

    return run


pytestmark = pytest.mark.xfail


async def test_lines(run, capsys):
    await run([b"a", b"b", b"c"])
    assert capsys.readouterr().out == "web b'a'\nweb b'b'\nweb b'c'\n"


async def test_url(run):
    assert await run([]) == ["http://xx/containers/c1/logs?follow=1&stdout=1"]


async def test_error(run):
    with pytest.raises(aiohttp.ClientConnectionError):
        await run([], aiohttp.ClientConnectionError())
