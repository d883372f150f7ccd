# exercise: test_logs
"""Known good: mocks of the library, and its own record of what is printed."""

from unittest.mock import AsyncMock, MagicMock, call, patch

import aiohttp
import pytest
from logs import logs


def mocked(lines=(), error=None):
    response = MagicMock()
    response.content.__aiter__.return_value = list(lines)
    session = MagicMock()
    session.__aenter__ = AsyncMock(return_value=session)
    session.__aexit__ = AsyncMock(return_value=False)
    session.get.return_value.__aenter__ = AsyncMock(return_value=response, side_effect=error)
    session.get.return_value.__aexit__ = AsyncMock(return_value=False)
    return session


@pytest.mark.asyncio
async def test_prints_every_line():
    session = mocked([b"one\n", b"two\n", b"three\n"])
    with (
        patch("logs.aiohttp.ClientSession", return_value=session) as opened,
        patch("logs.aiohttp.UnixConnector") as connector,
        patch("builtins.print") as printed,
    ):
        await logs("c0ffee", "web")
    assert printed.call_args_list == [call("web", b"one\n"), call("web", b"two\n"), call("web", b"three\n")]
    opened.assert_called_once_with(connector=connector.return_value)
    session.get.assert_called_once_with("http://xx/containers/c0ffee/logs?follow=1&stdout=1")
    session.__aexit__.assert_awaited_once()


@pytest.mark.asyncio
async def test_raises_where_there_is_no_connection():
    session = mocked(error=aiohttp.ClientConnectionError("refused"))
    with patch("logs.aiohttp.ClientSession", return_value=session), patch("logs.aiohttp.UnixConnector"):
        with pytest.raises(aiohttp.ClientConnectionError, match="refused"):
            await logs("c0ffee", "web")
    assert session.__aexit__.await_args.args[0] is aiohttp.ClientConnectionError
