# exercise: test_logs
"""Known good: a class of plain functions that run the loop themselves; the name `print` in the module is patched."""

import asyncio
from contextlib import asynccontextmanager
from types import SimpleNamespace
from unittest import mock

import aiohttp
from logs import logs


async def stream(lines):
    for line in lines:
        await asyncio.sleep(0)
        yield line


def refusing(*args, **kwargs):
    raise aiohttp.ClientConnectionError


class TestLogs:
    def setup_method(self):
        self.asked = []
        self.lines = [b"1", b"2", b"3", b"4"]

    @asynccontextmanager
    async def get(self, url):
        self.asked.append(url)
        yield SimpleNamespace(content=stream(self.lines))

    @asynccontextmanager
    async def session(self, *, connector):
        assert connector == "connector"
        yield SimpleNamespace(get=self.get)

    def run(self, cont, name):
        with (
            mock.patch("aiohttp.UnixConnector", return_value="connector"),
            mock.patch("aiohttp.ClientSession", self.session),
            mock.patch("logs.print", create=True) as printed,
        ):
            assert asyncio.run(logs(cont, name)) is None
        return [call.args for call in printed.call_args_list]

    def test_printed(self):
        assert self.run("one", "name") == [("name", line) for line in self.lines]

    def test_asked(self):
        self.run("one", "name")
        assert len(self.asked) == 1 and self.asked[0].split("/")[-2:] == ["one", "logs?follow=1&stdout=1"]

    def test_several_at_once(self):
        async def both():
            await asyncio.gather(logs("one", "a"), logs("two", "b"))

        with (
            mock.patch("aiohttp.UnixConnector", return_value="connector"),
            mock.patch("aiohttp.ClientSession", self.session),
            mock.patch("builtins.print") as printed,
        ):
            asyncio.run(both())
        for name in "ab":
            assert [call.args[1] for call in printed.call_args_list if call.args[0] == name] == self.lines

    def test_refused(self):
        with mock.patch("aiohttp.UnixConnector"), mock.patch("aiohttp.ClientSession", refusing):
            try:
                asyncio.run(logs("one", "name"))
            except aiohttp.ClientConnectionError:
                return
        raise AssertionError("nobody was told")
