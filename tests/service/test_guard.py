"""What the guard before all doors lets nobody do to others: keep them out, or hold what they need."""

from __future__ import annotations

import socket

import httpx
import pytest

from grader.database import access
from grader.database.access import fresh_token
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


def test_a_flood_from_the_same_address_keeps_nobody_from_signing_in(postgresql: Embedded) -> None:
    with place() as folder, fresh_database(postgresql) as database, \
            serving(database, folder, rate=Rate(0.1, 5)) as service, \
            httpx.Client(base_url=service.url, timeout=60) as browser:  # fmt: skip
        ada = service.invited()["token"]
        flood = service.of(fresh_token())
        assert [flood.get("/exercises").status_code for _ in range(8)] == [401] * 5 + [429] * 3
        for path in ("/healthz", "/readyz", "/metrics", "/style.css", "/enter", f"/enter/{ada}"):
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
