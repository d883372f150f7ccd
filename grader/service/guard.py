"""The guard before all endpoints: authentication, rate limits, and limits on the size of requests.

All of that is settled before the body is read, and the body is read completely, limited in size and time,
before the application sees it.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
import time
from collections.abc import Iterator
from http.cookies import CookieError, SimpleCookie
from typing import Protocol

from psycopg import OperationalError
from psycopg_pool import PoolTimeout, TooManyRequests
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..database import access, shelf
from ..database.access import Bearer
from ..database.connected import Connections
from ..exercises.demands import CEILING_BYTES
from . import looks
from .callers import Callers, Crowded, Rate

API = "/api/v1"
_LOG = logging.getLogger("grade.service")
# A form with a token, and what else people send who are nobody yet.
_STRANGERS_BYTES = 16 << 10
# Base64 takes four bytes for three; the rest is names, a note and punctuation.
_OVERHEAD_BYTES = 256 << 10
BODY_SECONDS = 60.0
# Whoever takes longer to send a request may have been turned out meanwhile, and is looked up again.
_PROMPT_SECONDS = 0.5
# What is still to come of a refused request's body nobody reads, and no clock of the server's runs for it.
_CLOSE = (b"connection", b"close")
# Nobody's rate bounds these: else one who floods keeps everybody with the same address from signing in, and
# makes whoever looks after the service take it for dead. They cost no more than a refusal.
_OPEN = ("/enter", "/style.css", "/icon.svg", "/healthz", "/readyz", "/metrics")
# How many requests of one token are answered at once. Ten submissions of a candidate may wait, each with some
# pages and programs that wait for it; all that wait together are bounded by the server's connections.
MOST_OF_CANDIDATE, _MOST_OF_STAFF = 30, 500
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


class _Refused(Exception):
    """Raised to end a request that is not permitted."""

    def __init__(self, status: int, code: str, message: str, *headers: tuple[bytes, bytes]) -> None:
        super().__init__(message)
        self.status, self.code, self.message, self.headers = status, code, message, headers


class Pools(Protocol):
    """The connections to the database, of which strangers share a few."""

    def connections(self) -> Connections:
        """Those for everybody who has shown a valid token."""

    def for_strangers(self) -> Connections:
        """Those for whoever has not."""


class Guard:
    """An ASGI middleware that checks each request before the application sees it."""

    def __init__(self, app: ASGIApp, pools: Pools, rate: Rate, *, secure: bool) -> None:
        self._app, self._pools, self._secure = app, pools, secure
        self._callers = Callers(rate)

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
            # The route and not the path, which may hold what somebody must not read.
            _LOG.info(
                "request",
                extra={
                    "request": request, "method": scope["method"], "status": status,
                    "route": _route(scope), "seconds": round(time.monotonic() - began, 4),
                    **scope.get("state", {}).get("facts", {}),
                },
            )  # fmt: skip

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_api = scope["path"].startswith(f"{API}/") and scope["path"] != f"{API}/openapi.json"
        headers = Headers(scope=scope)
        try:
            who, most_bytes = await self._checked(scope, headers, is_api=is_api)
            scope.setdefault("state", {})["bearer"] = who
            with self._under_way(who):
                began = time.monotonic()
                body = await _read(headers, receive, most_bytes)
                if who is not None and time.monotonic() - began > _PROMPT_SECONDS:
                    scope["state"]["bearer"] = await self._still(headers, is_api=is_api)
                await self._app(scope, _replayed(body, receive), send)
        except _Refused as exc:
            if "transfer-encoding" in headers or headers.get("content-length", "0") != "0":
                exc.headers += (_CLOSE,)
            await _answer(send, exc, is_api=is_api)

    async def _checked(self, scope: Scope, headers: Headers, *, is_api: bool) -> tuple[Bearer | None, int]:
        """Who sends the request, and how many bytes it may have, after all checks have passed."""
        token = self._token(headers, is_api=is_api)
        if not access.has_form(token):
            token = ""
        # Not by the address before: behind a proxy, whoever floods has the same one as everybody else.
        is_known = self._callers.was_good(token)
        if is_known and not self._callers.may_come(token):
            raise _too_many()
        who, most_bytes = await self._known(token) if token else (None, _STRANGERS_BYTES)
        if not is_known and (who or not scope["path"].startswith(_OPEN)):
            address = scope["client"][0] if scope.get("client") else ""
            if not self._callers.may_come(token if who else address):
                raise _too_many()
        if not is_api and scope["method"] not in ("GET", "HEAD") and not self._from_us(headers):
            raise _Refused(403, "another-site", "The form was not sent by this site.")
        if is_api and who is None:
            raise _no_token()
        return who, most_bytes

    async def _still(self, headers: Headers, *, is_api: bool) -> Bearer | None:
        """Who sends the request, after a body that took so long that the token may be revoked by now."""
        who, _ = await self._known(self._token(headers, is_api=is_api))
        if is_api and who is None:
            raise _no_token()
        return who

    @contextlib.contextmanager
    def _under_way(self, who: Bearer | None) -> Iterator[None]:
        """Bounds how many requests of one bearer are under way; of strangers none waits for anything."""
        if who is None:
            yield
            return
        most = _MOST_OF_STAFF if who.is_staff else MOST_OF_CANDIDATE
        try:
            with self._callers.under_way(who.token_id, most):
                yield
        except Crowded:
            raise _Refused(
                429, "too-many", f"{most} of your requests are being answered; wait for one of them.",
                (b"retry-after", b"1"),
            ) from None  # fmt: skip

    async def _known(self, token: str) -> tuple[Bearer | None, int]:
        """The bearer of the token, or None, and how many bytes a request may have."""
        try:
            was_good = self._callers.was_good(token)
            pool = self._pools.connections() if was_good else self._pools.for_strangers()
            async with pool.connection() as connection:
                who = await access.bearer(connection, token)
                self._callers.note(token, is_good=who is not None)
                if who is None:
                    return None, _STRANGERS_BYTES
                most = CEILING_BYTES
                if who.invitation is not None:
                    exercise = await shelf.named(connection, who.invitation.slug)
                    most = exercise.most_bytes if exercise else 0
        except TooManyRequests:
            raise _too_many() from None
        except (OperationalError, PoolTimeout, OSError):
            raise _Refused(503, "database", "The database does not answer; try again in a minute.") from None
        return who, most * 4 // 3 + _OVERHEAD_BYTES

    def _token(self, headers: Headers, *, is_api: bool) -> str:
        """What a request shows as a token: in a header for the API, in the cookie for pages."""
        if is_api:
            scheme, _, token = headers.get("authorization", "").partition(" ")
            return token.strip() if scheme.lower() == "bearer" else ""
        try:
            cookie = SimpleCookie(headers.get("cookie", "")).get(cookie_name(secure=self._secure))
        except CookieError:
            return ""
        return cookie.value if cookie else ""

    def _from_us(self, headers: Headers) -> bool:
        """Whether our own page sent the form; a second protection beside the cookie's `SameSite`."""
        site = headers.get("sec-fetch-site")
        if site is not None:
            return site in ("same-origin", "none")
        origin = headers.get("origin")
        return origin is None or origin.partition("://")[2] == headers.get("host")


def _route(scope: Scope) -> str:
    """The template of the route that a request took; "none" if it was refused, or there is no such page."""
    template = getattr(scope.get("route"), "path", "none")
    # Newer versions of FastAPI name a route without the prefix of its router.
    is_api = template.startswith("/") and scope["path"].startswith(f"{API}/")
    return f"{API}{template.removeprefix(API)}" if is_api else template


def _no_token() -> _Refused:
    return _Refused(
        401, "no-token", "Send a valid token as Authorization: Bearer.", (b"www-authenticate", b"Bearer")
    )


def _too_many() -> _Refused:
    return _Refused(429, "too-many", "Too many requests; wait a second.", (b"retry-after", b"1"))


async def _read(headers: Headers, receive: Receive, most: int) -> bytes:
    told = headers.get("content-length", "0")
    large = _Refused(413, "too-large", f"That is more than the {most} bytes that may be sent here.")
    if not told.isascii() or not told.isdigit() or int(told[:20]) > most:
        raise large
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise _Refused(400, "cut-off", "The request was cut off.")
                body += message.get("body", b"")
                if len(body) > most:
                    raise large
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise _Refused(408, "too-slow", f"That took more than {BODY_SECONDS:g} seconds to send.") from None


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
    headers = [(b"content-type", kind), (b"content-length", str(len(body)).encode())]
    headers += refused.headers
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
