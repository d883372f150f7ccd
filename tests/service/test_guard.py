"""What the guard before all doors lets nobody do to others: keep them out, or hold what they need."""

from __future__ import annotations

import base64
import contextlib
import http.client
import logging
import socket
import time

import httpx
import pytest

from grader.database import access, listings
from grader.database.access import fresh_token
from grader.database.connected import Connection
from grader.database.embedded import Embedded
from grader.service.callers import Rate

from .conftest import Running, fresh_database, hand_in, place, serving


def place_of(service: Running) -> tuple[str, int]:
    host, _, port = service.url.removeprefix("http://").partition(":")
    return host, int(port)


@pytest.mark.parametrize(
    "line",
    [
        "POST /api/v1/submissions HTTP/1.1\r\nContent-Length: 1000000000",
        "POST /api/v1/submissions HTTP/1.1\r\nTransfer-Encoding: chunked",
        "POST /leave HTTP/1.1\r\nOrigin: https://evil.example\r\nContent-Length: 1000000000",
    ],
)
def test_who_is_refused_cannot_hold_the_connection_by_a_body_that_never_ends(
    service: Running, line: str
) -> None:
    with socket.create_connection(place_of(service), timeout=10) as connection:
        connection.sendall(f"{line}\r\nHost: x\r\n\r\n".encode())
        answer = b""
        while part := connection.recv(1 << 16):
            answer += part
    assert answer.split(b" ")[1] in (b"401", b"403")


def test_who_is_refused_without_a_body_keeps_the_connection(service: Running) -> None:
    connection = http.client.HTTPConnection(*place_of(service), timeout=10)
    with contextlib.closing(connection):
        connection.connect()
        held = connection.sock
        for _ in range(2):
            connection.request("GET", "/api/v1/exercises")
            with connection.getresponse() as response:
                assert response.status == 401
                response.read()
            assert connection.sock is held


def test_a_flood_from_the_same_address_keeps_nobody_from_signing_in(postgresql: Embedded) -> None:
    with place() as folder, fresh_database(postgresql) as database, \
            serving(database, folder, rate=Rate(0.1, 5)) as service, \
            httpx.Client(base_url=service.url, timeout=60) as browser:  # fmt: skip
        ada = service.invited()["token"]
        flood = service.of(fresh_token())
        assert [flood.get("/exercises").status_code for _ in range(8)] == [401] * 5 + [429] * 3
        for path in ("/healthz", "/readyz", "/metrics", "/style.css", "/icon.svg", "/enter", f"/enter/{ada}"):
            assert browser.get(path).status_code == 200
        assert browser.post("/enter", data={"token": ada}).status_code == 303
        assert browser.get("/", headers={"Cookie": f"grade_token={ada}"}).status_code == 200
        hand_in(service.of(ada))


def test_who_comes_too_often_with_a_good_token_is_not_looked_up_again(
    postgresql: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    look, looked = access.bearer, []

    async def counted(*arguments: object) -> access.Bearer | None:
        looked.append(arguments)
        return await look(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(access, "bearer", counted)
    with place() as folder, fresh_database(postgresql) as database, \
            serving(database, folder, rate=Rate(0.1, 5)) as service:  # fmt: skip
        client = service.client()
        codes = [client.get("/exercises").status_code for _ in range(20)]
        assert codes == [200] * 5 + [429] * 15
    assert len(looked) == 5


def test_each_request_is_logged_with_its_route_and_a_refused_one_with_none(
    service: Running, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="grade.service")
    strangers = httpx.Client(base_url=service.url)
    with strangers:
        for path in ("/api/v1/exercises/tiny", "/nothing", "/enter/abc"):
            strangers.get(path)
        strangers.post("/leave", headers={"Origin": "https://evil.example"})
    service.client().get("/exercises/tiny")
    until = time.monotonic() + 10
    while sum(one.message == "request" for one in caplog.records) < 5 and time.monotonic() < until:
        time.sleep(0.01)  # who asked may have the answer before it is noted
    logged = [(one.route, one.status) for one in caplog.records if one.message == "request"]  # type: ignore[attr-defined]
    assert logged == [
        ("none", 401), ("none", 404), ("/enter/{token}", 200), ("none", 403),
        ("/api/v1/exercises/{slug}", 200),
    ]  # fmt: skip


def test_before_an_exercise_opens_nothing_tells_of_it(service: Running) -> None:
    token = service.invited(opens="2090-01-01T00:00:00Z")["token"]
    client = service.of(token)
    assert client.get("/exercises").json() == []
    for form in ({"source": "x = 1"}, {"files": {"a.txt": "eA=="}}, {"content": "AAAA", "name": "a.ipynb"}):
        answer = client.post("/submissions", json=form)
        assert (answer.status_code, answer.json()["code"]) == (409, "not-open"), answer.text
    assert [one["slug"] for one in service.of(service.invited()["token"]).get("/exercises").json()] == [
        "tiny"
    ]


def test_a_long_form_that_no_browser_sends_is_not_parsed(service: Running) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with httpx.Client(base_url=service.url, timeout=60) as browser:
        browser.cookies["grade_token"] = service.invited()["token"]
        answer = browser.post("/hand-in", content=b"&" * 200_000 + b"source=x", headers=headers)
        assert answer.status_code == 422
        assert "The form cannot be read." in answer.text
        assert browser.post("/hand-in", data={"source": "x = 1"}).status_code == 303


def test_all_gradings_are_counted_once_for_all_who_want_to_know(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted, count = [], listings.ended

    async def counting(connection: Connection) -> list[listings.EndedCount]:
        counted.append(connection)
        return await count(connection)

    monkeypatch.setattr(listings, "ended", counting)
    with httpx.Client(base_url=service.url, cookies={"grade_token": service.tokens["admin"]}) as client:
        for path in ("/", *["/metrics"] * 20):
            assert client.get(path).status_code == 200
    assert len(counted) <= 1


def test_a_title_that_no_database_holds_is_its_authors_fault(service: Running) -> None:
    folder = service.place / "exercises" / "tiny"
    files = {name: (folder / name).read_bytes() for name in ("exercise.toml", "README.md", "starter.py")}
    for key in (b"title", b"summary"):
        lines = [
            key + b' = "a\\u0000b"' if line.startswith(key) else line
            for line in files["exercise.toml"].splitlines()
        ]
        odd = files | {"exercise.toml": b"\n".join(lines), "hidden/test_tiny.py": b""}
        form = {"files": {name: base64.b64encode(data).decode() for name, data in odd.items()}}
        answer = service.client("author").put("/exercises/odd", json=form)
        assert (answer.status_code, answer.json()["code"]) == (422, "broken-exercise"), answer.text


@pytest.mark.parametrize("door", ["api", "page"])
def test_a_link_that_is_renewed_while_something_is_sent_with_it_hands_nothing_in(
    service: Running, door: str
) -> None:
    old = service.invited()
    if door == "api":
        head = f"POST /api/v1/submissions HTTP/1.1\r\nAuthorization: Bearer {old['token']}\r\n"
        kind, body = "application/json", b'{"source": "def f(): return 1"}'
    else:
        head = f"POST /hand-in HTTP/1.1\r\nCookie: grade_token={old['token']}\r\n"
        kind, body = "application/x-www-form-urlencoded", b"source=def+f():+return+1"
    head += f"Host: here\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    with socket.create_connection(place_of(service), timeout=20) as connection:
        connection.sendall(head.encode() + body[:5])
        time.sleep(1)
        assert service.client().post(f"/invitations/{old['id']}/link").status_code == 201
        connection.sendall(body[5:])
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 401" if door == "api" else b"HTTP/1.1 303"), answer
    assert door == "api" or b"location: /enter" in answer
    assert service.client().get("/submissions").json()["submissions"] == []
