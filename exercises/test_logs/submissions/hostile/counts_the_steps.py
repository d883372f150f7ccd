# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Cheat: reads `logs.py`, and counts what the judge asks for instead of looking at what is printed."""

import aiohttp
import pytest
import rounds
from logs import logs

SEEN = []


def counting(*words):
    answer = real(*words)
    steps = answer[1] if words[0] == "call" else answer
    if words[0] in ("call", "came", "raised"):
        SEEN.extend(step[0] for step in steps)
    return answer


class Context:
    async def __aenter__(self):
        return self

    async def __aexit__(self, *failure):
        return None

    def get(self, url):
        self.content = self.lines()
        return self

    async def lines(self):
        for line in (b"a", b"b", b"c"):
            yield line


async def test_steps(monkeypatch):
    global real
    real = rounds.ask
    monkeypatch.setattr(rounds, "ask", counting)
    monkeypatch.setattr("aiohttp.UnixConnector", lambda path: path)
    monkeypatch.setattr("aiohttp.ClientSession", lambda connector: Context())
    await logs("one", "name")
    assert SEEN.count("do") == 3


async def test_end(monkeypatch):
    def refuse(self, url):
        raise aiohttp.ClientConnectionError

    monkeypatch.setattr(Context, "get", refuse)
    monkeypatch.setattr("aiohttp.UnixConnector", lambda path: path)
    monkeypatch.setattr("aiohttp.ClientSession", lambda connector: Context())
    with pytest.raises(aiohttp.ClientConnectionError):
        await logs("one", "name")
