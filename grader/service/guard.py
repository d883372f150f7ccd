"""The guard before all endpoints: authentication, rate limits, and limits on the size of requests.

All of that is settled before the body is read, and the body is read completely, limited in size and time,
before the application sees it.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import time
from collections import OrderedDict
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import urlsplit

from psycopg import OperationalError
from psycopg_pool import PoolTimeout
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..database import access, shelf
from ..database.access import Bearer
from ..database.connected import Connections
from ..exercises.demands import CEILING_BYTES
from . import looks

API = "/api/v1"
_LOG = logging.getLogger("grade.service")
# A form with a token, and what else people send who are nobody yet.
_STRANGERS_BYTES = 16 << 10
# Base64 takes four bytes for three; the rest is names, a note and punctuation.
_OVERHEAD_BYTES = 256 << 10
BODY_SECONDS = 60.0
_CLOSE = (b"connection", b"close")  # what is still to come nobody reads
# Whoever comes faster for long is a program gone wrong; how many are remembered is bounded.
_MOST_KNOWN = 10_000
HEADERS = (
    (b"content-security-policy", (
        b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        b"frame-ancestors 'none'"
    )),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"cache-control", b"no-store"),
)  # fmt: skip


def cookie_name(*, secure: bool) -> str:
    """The name of the cookie with a page's token; with TLS, one that only this host can set."""
    return "__Host-grade_token" if secure else "grade_token"


@dataclass(frozen=True, slots=True)
class Rate:
    """The request rate allowed to one bearer or address: requests per second, and a burst at once."""

    per_second: float = 20.0
    burst: float = 100.0


class _Refused(Exception):
    """Raised to end a request that is not permitted."""

    def __init__(self, status: int, code: str, message: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers


class Guard:
    """An ASGI middleware that checks each request before the application sees it."""

    def __init__(self, app: ASGIApp, connections: Any, rate: Rate, *, secure: bool) -> None:
        self._app, self._connections = app, connections
        self._rate, self._secure = rate, secure
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers refused requests, and adds security headers to every response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, request = time.monotonic(), secrets.token_hex(8)
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                names = {name for name, _ in message["headers"]}
                more = [(name, value) for name, value in HEADERS if name not in names]
                if self._secure:
                    more.append((b"strict-transport-security", b"max-age=31536000"))
                message["headers"] = [*message["headers"], *more, (b"x-request-id", request.encode())]
            await send(message)

        try:
            await self._let_in(scope, receive, sending)
        finally:
            route = scope.get("route")
            # The route and not the path, which may hold what somebody must not read.
            _LOG.info(
                "request",
                extra={
                    "request": request, "method": scope["method"], "status": status,
                    "route": getattr(route, "path", ""), "seconds": round(time.monotonic() - began, 4),
                    **scope.get("state", {}).get("facts", {}),
                },
            )  # fmt: skip

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["path"].startswith(f"{API}/") and scope["path"] != f"{API}/openapi.json"
        try:
            body = await self._checked(scope, receive, is_api=is_api)
        except _Refused as exc:
            await _answer(send, exc, is_api=is_api)
            return
        await self._app(scope, _replayed(body, receive), send)

    async def _checked(self, scope: Scope, receive: Receive, *, is_api: bool) -> bytes:
        """Reads the request's body after all checks have passed."""
        headers = Headers(scope=scope)
        try:
            who, most = await self._known(headers, is_api=is_api)
        except (OperationalError, PoolTimeout, OSError):
            raise _Refused(503, "database", "The database does not answer; try again in a minute.") from None
        if not is_api and scope["method"] not in ("GET", "HEAD") and not self._from_us(headers):
            raise _Refused(403, "another-site", "The form was not sent by this site.")
        address = scope["client"][0] if scope.get("client") else ""
        if not self._may_come(who.token_id if who else address):
            raise _Refused(429, "too-many", "Too many requests; wait a second.", (b"retry-after", b"1"))
        if is_api and who is None:
            raise _Refused(
                401, "no-token", "Send a valid token as Authorization: Bearer.",
                (b"www-authenticate", b"Bearer"),
            )  # fmt: skip
        scope.setdefault("state", {})["bearer"] = who
        return await _read(headers, receive, most)

    async def _known(self, headers: Headers, *, is_api: bool) -> tuple[Bearer | None, int]:
        """The bearer of the request's token, or None, and how many bytes the request may have."""
        token = self._token(headers, is_api=is_api)
        if token is None:
            return None, _STRANGERS_BYTES
        pool: Connections = self._connections()
        async with pool.connection() as connection:
            who = await access.bearer(connection, token)
            if who is None:
                return None, _STRANGERS_BYTES
            most = CEILING_BYTES
            if who.invitation is not None:
                exercise = await shelf.named(connection, who.invitation.slug)
                most = exercise.most_bytes if exercise else 0
        return who, most * 4 // 3 + _OVERHEAD_BYTES

    def _token(self, headers: Headers, *, is_api: bool) -> str | None:
        """The token of a request: from a header for the API, from the cookie for pages."""
        if is_api:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else None
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(cookie_name(secure=self._secure))
        except CookieError:
            return None
        return cookie.value if cookie else None

    def _from_us(self, headers: Headers) -> bool:
        """Whether our own page sent the form; a second protection beside the cookie's `SameSite`."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        return origin is None or urlsplit(origin).netloc == headers.get("host")

    def _may_come(self, name: str) -> bool:
        now = time.monotonic()
        left, then = self._buckets.pop(name, (self._rate.burst, now))
        left = min(self._rate.burst, left + (now - then) * self._rate.per_second)
        self._buckets[name] = max(left - 1, 0.0), now
        if len(self._buckets) > _MOST_KNOWN:
            self._buckets.popitem(last=False)
        return left >= 1


async def _read(headers: Headers, receive: Receive, most: int) -> bytes:
    told = headers.get("content-length", "0")
    large = _Refused(413, "too-large", f"That is more than the {most} bytes that may be sent here.", _CLOSE)
    if not told.isascii() or not told.isdigit() or int(told[:20]) > most:
        raise large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Refused(400, "cut-off", "The request was cut off.", _CLOSE)
                body += message.get("body", b"")
                if len(body) > most:
                    raise large
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise _Refused(
            408, "too-slow", f"That took more than {BODY_SECONDS:g} seconds to send.", _CLOSE
        ) from None


def _replayed(body: bytes, receive: Receive) -> Receive:
    """Wraps `receive` so that it yields the body already read first."""
    told = False

    async def receiving() -> Message:
        nonlocal told
        if told:
            return await receive()
        told = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving


async def _answer(send: Send, refused: _Refused, *, is_api: bool) -> None:
    if is_api:
        kind = b"application/json"
        text = json.dumps({"code": refused.code, "message": refused.message, "remedy": ""})
    else:
        kind, text = b"text/html; charset=utf-8", looks.page("said", heading=refused.message)
    body = text.encode("utf-8")
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode()), *refused.headers]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
