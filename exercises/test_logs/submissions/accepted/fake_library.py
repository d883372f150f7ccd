# exercise: test_logs
"""Known good, and untidy: puts a whole library of its own in place, keeps state in globals, prints."""

import logs as module
import pytest

events = []


class Context:
    def __init__(self, value):
        self.value = value

    async def __aenter__(self):
        if isinstance(self.value, Exception):
            raise self.value
        return self.value

    async def __aexit__(self, kind, exc, traceback):
        events.append(("closed", kind and kind.__name__))
        return False


class Library:
    class ClientConnectionError(Exception):
        pass

    lines = ()
    fails = False

    @staticmethod
    def UnixConnector(path):
        return "unix:" + path

    @classmethod
    def ClientSession(cls, connector):
        assert connector.startswith("unix:/")
        return Context(cls)

    @classmethod
    def get(cls, url):
        events.append(("get", url))
        cls.content = cls.Lines(iter(cls.lines))
        return Context(cls.ClientConnectionError("no") if cls.fails else cls)

    class Lines:
        def __init__(self, lines):
            self.lines = lines

        def __aiter__(self):
            return self

        async def __anext__(self):
            for line in self.lines:
                return line
            raise StopAsyncIteration


def note(*words):
    events.append(("print", *words))


@pytest.fixture(autouse=True)
def library(monkeypatch):
    print("this is printed, and matters to nobody")
    monkeypatch.setattr(module, "aiohttp", Library)
    monkeypatch.setattr(module, "print", note, raising=False)
    yield Library
    Library.lines, Library.fails = (), False


async def test_story(library):
    library.lines = [b"a", b"b", b"c"]
    await module.logs("x1", "me")
    assert events == [
        ("get", "http://xx/containers/x1/logs?follow=1&stdout=1"),
        ("print", "me", b"a"),
        ("print", "me", b"b"),
        ("print", "me", b"c"),
        ("closed", None),
        ("closed", None),
    ]


async def test_no_connection(library):
    # Right after the other one, whose events are still there.
    del events[:]
    library.fails = True
    with pytest.raises(library.ClientConnectionError):
        await module.logs("x1", "me")
    assert events[1:] == [("closed", "ClientConnectionError")]
