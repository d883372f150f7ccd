# exercise: test_logs
# fails: test_last_line, test_name, test_first_line, test_once, test_connection_error, test_container
"""Fault: fakes what answers, but asks a real socket where nobody is to answer."""
import aiohttp, pytest
from unittest.mock import MagicMock, AsyncMock, patch
from logs import logs

async def test_lines(capsys):
    async def lines():
        for l in (b"1", b"2", b"3"): yield l
    resp = MagicMock(); resp.content = lines()
    get = MagicMock(); get.__aenter__ = AsyncMock(return_value=resp)
    session = MagicMock(); session.__aenter__ = AsyncMock(return_value=session); session.get = MagicMock(return_value=get)
    get.__aexit__ = AsyncMock(return_value=False); session.__aexit__ = AsyncMock(return_value=False)
    with patch("aiohttp.ClientSession", return_value=session), patch("aiohttp.UnixConnector"):
        await logs("abc", "db")
    assert capsys.readouterr().out == "db b'1'\ndb b'2'\ndb b'3'\n"
    assert session.get.call_args[0][0] == "http://xx/containers/abc/logs?follow=1&stdout=1"

async def test_error():
    with pytest.raises(aiohttp.ClientConnectionError):
        await logs("abc", "db")
