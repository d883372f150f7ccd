# exercise: test_logs
"""Known good: a case of unittest; the real library talks to a connector that has no sockets."""

import io
import unittest
from contextlib import redirect_stdout
from unittest.mock import AsyncMock, MagicMock, patch

import aiohttp
from logs import logs


class LogsCase(unittest.IsolatedAsyncioTestCase):
    def setUp(self):
        self.response = MagicMock()
        self.response.__aenter__.return_value = self.response
        self.response.content.__aiter__.return_value = [b"first", b"middle", b"last"]
        request = patch("aiohttp.ClientSession._request", AsyncMock(return_value=self.response))
        self.request = request.start()
        self.addCleanup(request.stop)

    async def output(self, *args):
        with redirect_stdout(io.StringIO()) as printed:
            await logs(*args)
        return printed.getvalue().splitlines()

    async def test_output(self):
        self.assertEqual(await self.output("id", "n"), ["n b'first'", "n b'middle'", "n b'last'"])

    async def test_request(self):
        await self.output("id", "n")
        self.request.assert_awaited_once()
        self.assertIn("http://xx/containers/id/logs?follow=1&stdout=1", self.request.await_args.args)

    async def test_failure(self):
        self.request.side_effect = aiohttp.ClientConnectorError(MagicMock(), OSError(111, "refused"))
        with self.assertRaises(aiohttp.ClientConnectionError):
            await logs("id", "n")
