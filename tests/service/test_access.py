"""Who may do what: every door, by every role, without a token, with another's and with one that expired."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import logging
import socket
import time
from collections.abc import Iterator

import httpx
import pytest

from grader.database import access
from grader.database.access import Role
from grader.database.connected import connections
from grader.database.embedded import Embedded
from grader.service.callers import Rate

from .conftest import GOOD, Running, fresh_database, hand_in, place, serving

# The door, and the answers to: candidate, assessor, author, admin. All that a door is for succeeds.
_HERE = "00000000-0000-4000-8000-000000000000"
MATRIX = [
    ("POST", "/submissions", {"source": GOOD, "exercise": "tiny"}, (202, 202, 202, 202)),
    ("GET", "/submissions", None, (403, 200, 200, 200)),
    ("GET", "/submissions/{mine}", None, (200, 200, 200, 200)),
    ("GET", "/submissions/{others}", None, (404, 200, 200, 200)),
    ("GET", f"/submissions/{_HERE}", None, (404, 404, 404, 404)),
    ("GET", "/submissions/{mine}?audience=assessor", None, (403, 200, 200, 200)),
    ("GET", "/submissions/{others}/report", None, (404, 404, 404, 404)),
    ("GET", "/submissions/{others}/events", None, (404, None, None, None)),
    ("POST", "/submissions/{mine}/regrade", None, (403, 202, 202, 202)),
    ("POST", "/exercises/tiny/regrade", None, (403, 202, 202, 202)),
    ("GET", "/exercises", None, (200, 200, 200, 200)),
    ("GET", "/exercises/tiny", None, (200, 200, 200, 200)),
    ("GET", "/exercises/other", None, (404, 404, 404, 404)),
    ("GET", "/exercises/other/kit", None, (404, 404, 404, 404)),
    ("PUT", "/exercises/other", {"files": {"exercise.toml": "AA=="}}, (403, 403, 422, 422)),
    ("POST", "/invitations", {"exercise": "tiny", "candidate": "Bob"}, (403, 201, 201, 201)),
    ("GET", "/invitations", None, (403, 200, 200, 200)),
    ("POST", f"/invitations/{_HERE}/link", None, (403, 404, 404, 404)),
    ("DELETE", f"/invitations/{_HERE}/link", None, (403, 404, 404, 404)),
    ("GET", "/tokens", None, (403, 403, 403, 200)),
    ("POST", f"/invitations/{_HERE}/extension", {"extra_minutes": 1}, (403, 404, 404, 404)),
    ("POST", "/webhooks", {"url": "https://a.example/", "events": ["submission.done"]}, (403, 403, 403, 201)),
    ("GET", "/webhooks", None, (403, 403, 403, 200)),
    ("DELETE", f"/webhooks/{_HERE}", None, (403, 403, 403, 404)),
]


def test_every_door_of_every_role(service: Running) -> None:
    ada, eve = service.invited(candidate="Ada"), service.invited(candidate="Eve")
    mine = hand_in(service.of(ada["token"]))["id"]
    others = hand_in(service.of(eve["token"]))["id"]
    wrong = {}
    for place_, role in enumerate(("candidate", "assessor", "author", "admin")):
        client = service.of(ada["token"]) if role == "candidate" else service.client(role)
        for method, path, body, wanted in MATRIX:
            if wanted[place_] is None:
                continue
            answer = client.request(method, path.format(mine=mine, others=others), json=body)
            if answer.status_code != wanted[place_]:
                wrong[role, method, path] = answer.status_code, answer.text[:200]
    assert wrong == {}


def test_the_matrix_has_every_door(service: Running) -> None:
    described = service.client().get("/openapi.json").json()["paths"]
    doors = {
        (method.upper(), path.removeprefix("/api/v1").replace("{submission_id}", "X").replace("{slug}", "X")
         .replace("{invitation_id}", "X").replace("{webhook_id}", "X"))
        for path, methods in described.items() for method in methods
    }  # fmt: skip
    tried = {
        (method, path.partition("?")[0].replace("{mine}", "X").replace("{others}", "X").replace(_HERE, "X")
         .replace("/tiny", "/X").replace("/other", "/X"))
        for method, path, _, _ in MATRIX
    }  # fmt: skip
    assert doors == tried


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer x", "Basic eDp5", "Bearer grade_" + "A" * 43])
def test_without_a_token_that_counts_every_door_is_shut(service: Running, header: str) -> None:
    client = service.client(None)
    for method, path, body, _ in MATRIX:
        answer = client.request(
            method, path.format(mine=_HERE, others=_HERE), json=body, headers={"Authorization": header}
        )
        assert answer.status_code == 401, (method, path, answer.text)
        assert answer.json()["code"] == "no-token"


def test_a_token_ends_when_it_expires_and_when_it_is_revoked(service: Running) -> None:
    async def make() -> tuple[str, str]:
        from datetime import UTC, datetime, timedelta

        past = datetime.now(UTC) - timedelta(seconds=1)
        async with connections(service.database, most=1) as pool, pool.connection() as connection:
            expired = await access.grant(connection, Role.ADMIN, "expired", expires_at=past)
            revoked = await access.grant(connection, Role.ADMIN, "revoked")
            assert await access.revoke(connection, "revoked") == 1
            return expired, revoked

    for token in asyncio.run(make()):
        assert service.of(token).get("/exercises").status_code == 401


def test_a_token_lies_nowhere_but_in_the_hands_of_its_owner(service: Running) -> None:
    token = service.invited()["token"]
    tables = service.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    logging.getLogger().addHandler(handler)
    try:
        service.of(token).get("/exercises")
        service.of(token).get(f"/exercises/{token}")
    finally:
        logging.getLogger().removeHandler(handler)
    assert token not in stream.getvalue()
    for (name,) in tables:
        assert token not in str(service.rows(f"SELECT t::text FROM {name} t")), name


def test_too_large_a_body_is_refused_before_it_is_sent(service: Running) -> None:
    host, port = service.url.removeprefix("http://").split(":")
    for token, status in ((service.invited()["token"], b" 413 "), ("none", b" 401 ")):
        with socket.create_connection((host, int(port)), timeout=20) as connection:
            connection.sendall(
                f"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n"
                "Content-Type: application/json\r\nContent-Length: 99000000\r\n\r\n".encode()
            )
            assert status in connection.recv(100)


def test_a_body_without_a_length_is_read_no_further_than_its_bound(service: Running) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(1000):
            yield b"x" * 100_000

    with contextlib.suppress(Exception):
        answer = service.of(service.invited()["token"]).post("/submissions", content=endless())
        assert answer.status_code == 413


def test_who_asks_too_often_waits(postgresql: Embedded) -> None:
    with place() as folder, fresh_database(postgresql) as database, \
            serving(database, folder, rate=Rate(0.5, 10)) as service:  # fmt: skip
        client = service.client()
        codes = [client.get("/exercises").status_code for _ in range(15)]
        assert codes[:10] == [200] * 10
        assert 429 in codes
        time.sleep(4)
        assert client.get("/exercises").status_code == 200


def test_a_deep_or_odd_body_is_one_sentence_and_no_failure(service: Running) -> None:
    client = service.client()
    for body in (
        b"",
        b"[" * 50_000,
        b'{"a":' * 50_000,
        b"\xff",
        b'"x"',
        b"1e999",
        b"9" * 20_000,
        b'{"source": "\\ud800", "exercise": "tiny"}',
        b'{"exercise": "tiny", "source": "a", "note": "\\u0000"}',
    ):
        answer = client.post("/submissions", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (400, 422), (body[:40], answer.status_code, answer.text)
        assert set(json.loads(answer.text)) == {"code", "message", "remedy"}


def test_with_tls_the_cookie_is_one_that_no_neighbour_can_set(postgresql: Embedded) -> None:
    with place() as folder, fresh_database(postgresql) as database, \
            serving(database, folder, public_url="https://grade.example") as service, \
            httpx.Client(base_url=service.url, verify=False) as client:  # fmt: skip
        token = service.tokens["assessor"]
        answer = client.post("/enter", data={"token": token})
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith(f"__Host-grade_token={token};")
        assert {"Path=/", "Secure", "HttpOnly", "SameSite=strict"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
        assert "max-age" in answer.headers["strict-transport-security"]
        for name, status in (("__Host-grade_token", 200), ("grade_token", 303)):
            assert client.get("/", headers={"Cookie": f"{name}={token}"}).status_code == status
        assert service.invited()["link"].startswith("https://grade.example/enter/grade_")
