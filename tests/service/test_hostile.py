"""What strangers and candidates send on purpose: it costs them something, and nobody else."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import subprocess
import tempfile
import threading
import time

import httpx
import psycopg
import pytest

from grader.database import access
from grader.database.access import fresh_token
from grader.database.connected import Connection
from grader.database.embedded import Embedded, embedded
from grader.records.parcel import Parcel
from grader.service import serve, state
from grader.service.guard import MOST_OF_CANDIDATE
from tests import command

from .conftest import Running, fresh_database, hand_in, place, serving, until


def browser(service: Running, token: str | None = None) -> httpx.Client:
    client = httpx.Client(base_url=service.url, timeout=60, verify=False)
    if token:
        client.cookies["grade_token"] = token
    service.clients.append(client)
    return client


def test_while_texts_that_are_hard_to_compare_are_compared_others_are_served(service: Running) -> None:
    client = service.of(service.invited()["token"])
    ids = []
    for step in (1, 7):
        text = "".join(f"#{step * number % 102}\n" for number in range(1990)).encode()
        files = tuple((f"m{number:02}.py", text) for number in range(50))
        ids.append(hand_in(client)["id"])
        parcel = Parcel("a", None, files).sealed()  # an exercise of one file takes none so large
        service.rows("UPDATE submissions SET parcel = %s WHERE id = %s RETURNING 1", parcel, ids[-1])
    staff = browser(service, service.tokens["assessor"])
    answers: list[httpx.Response] = []
    path = f"/submissions/{ids[0]}/compare"
    thread = threading.Thread(target=lambda: answers.append(staff.get(path, params={"other": ids[1]})))
    thread.start()
    slowest, other = 0.0, browser(service)
    while thread.is_alive():
        began = time.monotonic()
        assert other.get("/healthz", timeout=20).status_code == 200
        slowest = max(slowest, time.monotonic() - began)
    thread.join()
    assert slowest < 5
    assert answers[0].status_code == 200
    assert "Only the first 4000 lines are compared." in answers[0].text


@pytest.mark.parametrize(
    "when", ["9999-12-31T23:59:59Z", "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00"]
)
@pytest.mark.parametrize("which", ["opens", "deadline"])
def test_a_time_at_the_end_of_the_calendar_is_refused(service: Running, which: str, when: str) -> None:
    form = {"exercise": "tiny", "candidate": "Ada", which: when}
    answer = service.client().post("/invitations", json=form)
    assert (answer.status_code, answer.json()["message"]) == (
        422, f"The request is wrong: {which} is not between the years 2 and 9998.",
    )  # fmt: skip


def test_a_deadline_that_is_put_off_beyond_the_calendar_breaks_no_page(service: Running) -> None:
    token = service.invited(deadline="2030-01-01T00:00:00Z")["token"]
    service.rows("UPDATE invitations SET deadline = '9999-12-31T23:59:59Z', extra_minutes = 9 RETURNING 1")
    assert browser(service, token).get("/").status_code == 200
    assert browser(service, service.tokens["assessor"]).get("/exercises/tiny").status_code == 200
    hand_in(service.of(token))


@pytest.mark.parametrize("origin", ["http://[", "null", "https://evil.example", "x"])
def test_a_form_of_no_site_that_there_is_is_refused(service: Running, origin: str) -> None:
    assert browser(service).post("/leave", headers={"Origin": origin}).status_code == 403


@pytest.mark.parametrize("charset", ["undefined", "punycode", "nonsense", "unicode_escape"])
def test_a_form_in_an_encoding_that_decodes_nothing_is_no_failure(service: Running, charset: str) -> None:
    body = b'--B\r\nContent-Disposition: form-data; name="file"; filename="a.py"\r\n\r\nx = 1\r\n--B--\r\n'
    kind = f"multipart/form-data; boundary=B; charset={charset}"
    client = browser(service, service.invited()["token"])
    answer = client.post("/hand-in", content=body, headers={"Content-Type": kind})
    assert answer.status_code in (303, 422), answer.text


@pytest.mark.parametrize("path", ["/enter/", "/api/v1/submissions/", "/exercises/tiny/"])
def test_nobody_is_sent_where_the_header_host_says(service: Running, path: str) -> None:
    answer = service.client().get(f"{service.url}{path}", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers.get("location")) == (404, None)


def test_a_candidate_keeps_no_more_requests_waiting_than_anybody_needs(service: Running) -> None:
    ada, eve = (service.invited(candidate=name)["token"] for name in ("Ada", "Eve"))
    name = hand_in(service.of(ada))["id"]
    head = f"GET /api/v1/submissions/{name}/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {ada}\r\n\r\n"
    host, port = service.url.removeprefix("http://").split(":")
    with contextlib.ExitStack() as stack:
        for _ in range(MOST_OF_CANDIDATE):
            connection = stack.enter_context(socket.create_connection((host, int(port)), timeout=20))
            connection.sendall(head.encode())
            assert b" 200 " in connection.recv(20)
        answer = service.of(ada).get(f"/submissions/{name}")
        assert (answer.status_code, answer.json()["code"]) == (429, "too-many")
        hand_in(service.of(eve))
    until(lambda: service.of(ada).get(f"/submissions/{name}").status_code == 200)


def test_invented_tokens_that_wait_to_be_looked_up_keep_nobody_waiting_who_is_known(
    postgresql: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "_OF_STRANGERS", 1)
    monkeypatch.setattr(state, "_MOST_STRANGERS", 1)
    look, over = access.bearer, threading.Event()

    async def slowly(connection: Connection, token: str) -> access.Bearer | None:
        found = await look(connection, token)
        while found is None and not over.is_set():
            await asyncio.sleep(0.05)
        return found

    with place() as folder, fresh_database(postgresql) as database, serving(database, folder) as service:
        known = service.client()
        assert known.get("/exercises").status_code == 200
        monkeypatch.setattr(access, "bearer", slowly)
        codes: list[int] = []

        def ask() -> None:
            codes.append(service.of(fresh_token()).get("/exercises").status_code)

        threads = [threading.Thread(target=ask) for _ in range(4)]
        for thread in threads:
            thread.start()
        until(lambda: codes == [429, 429])
        for _ in range(5):
            assert known.get("/exercises", timeout=5).status_code == 200
        over.set()
        for thread in threads:
            thread.join()
        assert codes == [429, 429, 401, 401]


def test_what_cannot_be_a_token_is_not_looked_up(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*arguments: object) -> None:
        raise AssertionError("looked up")

    monkeypatch.setattr(access, "bearer", fail)
    answer = service.client(None).get("/exercises", headers={"Authorization": "Bearer nonsense"})
    assert answer.status_code == 401


def test_more_connections_than_there_is_room_for_are_closed_at_once(
    postgresql: Embedded, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serve, "_MOST_CONNECTIONS", 2)
    with place() as folder, fresh_database(postgresql) as database, serving(database, folder) as service:
        host, port = service.url.removeprefix("http://").split(":")
        with contextlib.ExitStack() as stack:
            three = [
                stack.enter_context(socket.create_connection((host, int(port)), timeout=5)) for _ in range(3)
            ]
            assert three[2].recv(100) == b""


@pytest.mark.parametrize(
    ("name", "said"),
    [("", "cannot be empty"), ("x" * 201, "at most 200"), ("a\x1b[31m", "cannot be shown"),
     ("a\udcff", "cannot be shown")],
)  # fmt: skip
def test_a_name_that_no_page_can_show_is_refused_on_the_command_line(name: str, said: str) -> None:
    base = [*command.COMMAND, "server-admin", "--database", "postgresql://127.0.0.1:1/x"]
    for more in (
        ["token", "assessor", name],
        ["invite", name, "Ada"],
        ["invite", "x", "Ada", name],
        ["revoke", name],
    ):
        done = subprocess.run([*base, *more], capture_output=True, text=True, check=False, timeout=60)
        assert said in done.stderr, (more, done.stderr)
        assert "\x1b" not in done.stderr


def test_the_embedded_database_starts_wherever_temporary_files_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    with place() as folder:
        odd = folder / "it's a folder"
        odd.mkdir(mode=0o711)
        monkeypatch.setattr(tempfile, "tempdir", str(odd))
        with embedded(folder / "postgresql") as server, psycopg.connect(server.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
