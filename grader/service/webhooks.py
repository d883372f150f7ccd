"""Sends messages from the outbox to webhooks, as Standard Webhooks specify, at least once each.

An administrator chooses the address, but it must never be an internal one: the name is resolved once, each of
its addresses must be public, and the connection is made to exactly that address.
"""

from __future__ import annotations

import asyncio
import base64
import ipaddress
import logging
import secrets
import socket
from datetime import UTC, datetime
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from psycopg_pool import PoolTimeout
from standardwebhooks import Webhook

from ..database import outbox
from ..database.outbox import Message
from .state import Service

_LOG = logging.getLogger("grade.webhooks")
_LOOK_SECONDS = 1.0
_AT_ONCE = 50
# A receiver that hangs holds up its own messages only, each no longer than this.
_ANSWER_SECONDS = 10.0
_TAKEN_SECONDS = 60.0
# All of IPv6 that is routed between networks, and what NAT64 makes IPv4 of (RFC 6052).
_ASSIGNED = ipaddress.IPv6Network("2000::/3")
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class _Unwelcome(Exception):
    """The error for an address to which no messages may be sent."""


def secret_of() -> str:
    """Generates a secret in the form that Standard Webhooks specify."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode("ascii")


async def tell(here: Service) -> None:
    """Sends due messages, one at a time to each receiver, until cancelled."""
    sending: dict[asyncio.Task[None], str] = {}
    async with httpx.AsyncClient(
        timeout=_ANSWER_SECONDS,
        follow_redirects=False,
        trust_env=False,
        limits=httpx.Limits(max_keepalive_connections=0),
    ) as client:
        try:
            while True:
                try:
                    await _begin(here, client, sending)
                except (psycopg.Error, PoolTimeout, OSError) as exc:
                    _LOG.warning("the database is away", extra={"trouble": type(exc).__name__})
                pause = asyncio.create_task(asyncio.sleep(_LOOK_SECONDS))
                done, _ = await asyncio.wait([pause, *sending], return_when=asyncio.FIRST_COMPLETED)
                pause.cancel()
                for task in done - {pause}:
                    del sending[task]
                    if (failure := task.exception()) is not None:  # it is due again by itself
                        _LOG.warning("not noted", extra={"trouble": repr(failure)})
        finally:
            for task in sending:
                task.cancel()


async def _begin(here: Service, client: httpx.AsyncClient, sending: dict[asyncio.Task[None], str]) -> None:
    """Starts sending due messages to receivers that are not busy with an earlier one."""
    async with here.connections().connection() as connection:
        while len(sending) < _AT_ONCE:
            message = await outbox.due(connection, list(sending.values()), _TAKEN_SECONDS)
            if message is None:
                return
            sending[asyncio.create_task(_send(here, client, message))] = message.webhook_id


async def _send(here: Service, client: httpx.AsyncClient, message: Message) -> None:
    name, now = f"msg_{message.id}", datetime.now(UTC)
    headers = {
        "content-type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": Webhook(message.secret).sign(name, now, message.body),
    }
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            url, host = await pinned(message.url, allow_private=here.settings.allow_private)
            request = client.build_request(
                "POST", url, content=message.body.encode("utf-8"), headers=headers | {"host": host},
                extensions={"sni_hostname": urlsplit(message.url).hostname},
            )  # fmt: skip
            answer = await client.send(request, stream=True)  # what it says beside its status nobody reads
            await answer.aclose()
            trouble = "" if answer.is_success else f"it answers with {answer.status_code}"
    except (httpx.HTTPError, httpx.InvalidURL, _Unwelcome, OSError, ValueError) as exc:  # or no name at all
        trouble = str(exc) or type(exc).__name__
    async with here.connections().connection() as connection:
        if trouble:
            _LOG.warning("not told", extra={"webhook": name, "tries": message.tries, "trouble": trouble})
            await outbox.put_off(connection, message, trouble[:300])
        else:
            await outbox.delivered(connection, message)


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address is a host's on the public internet; one that wraps another counts as that."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = address.ipv4_mapped or address.sixtofour
        if wrapped is None and address in _TRANSLATED:
            wrapped = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
        if wrapped is not None:
            return is_public(wrapped)
        if address not in _ASSIGNED:  # Python calls site-local and IPv4-compatible ones global
            return False
    return address.is_global and not address.is_multicast


async def unwelcome(url: str, *, allow_private: bool) -> str | None:
    """Why no message may go to `url`, as far as that can be said now; each message is checked again."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS):
            await pinned(url, allow_private=allow_private)
    except _Unwelcome as exc:
        return str(exc)
    except (OSError, ValueError):  # also a TimeoutError: a name may lead somewhere later
        pass
    return None


async def pinned(url: str, *, allow_private: bool) -> tuple[str, str]:
    """The URL with the resolved IP address in place of the host name, and the name for the `Host` header.

    Raises:
        _Unwelcome: one of its addresses is not public.
        OSError: the name has no address.
    """
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]
    for address in addresses:
        if not allow_private and not is_public(address):
            raise _Unwelcome(f"{host} is at {address}, which is not a public address")
    first = addresses[0]
    place = f"[{first}]" if first.version == 6 else str(first)
    name = host if parts.port is None else f"{host}:{parts.port}"
    return urlunsplit((parts.scheme, f"{place}:{port}", parts.path or "/", parts.query, "")), name
