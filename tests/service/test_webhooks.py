"""Webhooks, events and figures: others are told, signed and at least once, and never inside our walls."""

from __future__ import annotations

import asyncio
import http.server
import ipaddress
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import httpx
import pytest
from standardwebhooks import Webhook

from grader.database.embedded import Embedded
from grader.database.outbox import MOST_TRIES, pause_after
from grader.service import operating
from grader.service.webhooks import _Unwelcome, is_public, pinned, secret_of

from .conftest import Running, fresh_database, hand_in, place, serving, until

# As a runner writes them, without one: a grading of two points, and one that failed.
_DONE = '{"points": 2, "max_points": 2, "seconds": 0.5}'
_FAILED = '{"owner": "infrastructure", "problem": "lost", "seconds": 0.1}'


@dataclass
class Receiver:
    """Takes messages as another system would; the first so many it answers with a failure."""

    url: str = ""
    failures: int = 0
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append((dict(self.headers), body))
            status = 500 if len(receiver.got) <= receiver.failures else 200
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(scope="module")
def service(postgresql: Embedded) -> Iterator[Running]:
    with place() as folder, fresh_database(postgresql) as database, \
            serving(database, folder, allow_private=True) as running:  # fmt: skip
        yield running


def graded(service: Running, found: str = _DONE) -> str:
    """A submission with a result, written through a runner's doors."""
    name: str = hand_in(service.client())["id"]
    (number,) = service.rows("SELECT id FROM gradings WHERE submission_id = %s", name)[0]
    (lease,) = service.rows("SELECT lease FROM runner_claim(%s, 'test', 60)", number)[0]
    assert service.rows("SELECT runner_finish(%s, %s, %s, '')", number, lease, found) == [(True,)]
    return name


def test_a_message_is_signed_and_sent_again_until_it_is_taken(service: Running, receiver: Receiver) -> None:
    receiver.failures = 1
    form = {"url": receiver.url, "events": ["submission.done"]}
    made = service.client().post("/webhooks", json=form).json()
    name = graded(service)
    graded(service, _FAILED)  # of which nobody wants to hear
    until(lambda: service.rows("SELECT trouble FROM outbox") == [("it answers with 500",)])
    service.rows("UPDATE outbox SET due_at = now() RETURNING 1")
    until(lambda: service.rows("SELECT count(*) FROM outbox WHERE delivered_at IS NOT NULL") == [(1,)])
    first, second = receiver.got
    assert first[1] == second[1]
    ids = {headers["webhook-id"] for headers, _ in receiver.got}
    assert len(ids) == 1  # by which a receiver knows it for the same
    verified = Webhook(made["secret"]).verify(second[1].decode(), second[0])
    assert verified["type"] == "submission.done"
    assert verified["data"]["submission"] == name
    assert (verified["data"]["points"], verified["data"]["max_points"]) == (2, 2)
    assert service.client().get("/webhooks").json() == [form | {"id": made["id"]}]
    assert service.client().delete(f"/webhooks/{made['id']}").status_code == 204
    assert service.client().get("/webhooks").json() == []


def test_a_receiver_that_hangs_holds_up_nobody_else(service: Running, receiver: Receiver) -> None:
    service.rows("DELETE FROM webhooks RETURNING 1")
    with socket.create_server(("127.0.0.1", 0), backlog=100) as silent:
        for url in (f"http://127.0.0.1:{silent.getsockname()[1]}/", receiver.url):
            form = {"url": url, "events": ["submission.done"]}
            assert service.client().post("/webhooks", json=form).status_code == 201
        began = time.monotonic()
        names = {graded(service) for _ in range(15)}
        until(lambda: len(receiver.got) == 15)
        # The silent one would hold up each round of messages by ten seconds, and has fifteen to be sent.
        assert time.monotonic() - began < 20
    assert {json.loads(body)["data"]["submission"] for _, body in receiver.got} == names
    service.rows("DELETE FROM webhooks RETURNING 1")


def test_a_receiver_that_is_away_is_tried_for_about_a_day() -> None:
    hours = sum(map(pause_after, range(1, MOST_TRIES))) / 3600
    assert 20 < hours < 28


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost/", "http://169.254.169.254/latest", "http://10.0.0.1/",
     "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/", "http://2130706433/", "http://192.168.1.1/",
     "http://[::127.0.0.1]/", "http://[fec0::1]/", "http://[64:ff9b::10.0.0.1]/", "http://[2002:7f00:1::]/",
     "http://[ff0e::1]/", "http://[64:ff9b:1::1]/"],
)  # fmt: skip
def test_no_message_goes_to_an_address_inside(url: str) -> None:
    with pytest.raises((_Unwelcome, OSError)):
        asyncio.run(pinned(url, allow_private=False))


def test_an_address_inside_is_refused_when_it_is_named(service: Running, postgresql: Embedded) -> None:
    form = {"url": "http://localhost/hook", "events": ["submission.done"]}
    with (
        place() as folder,
        fresh_database(postgresql) as database,
        serving(database, folder) as public,
    ):
        answer = public.client().post("/webhooks", json=form)
        assert (answer.status_code, answer.json()["code"]) == (422, "private-address")
        assert "--allow-private" in answer.json()["remedy"]
        assert public.client().get("/webhooks").json() == []
        named = public.client().post("/webhooks", json=form | {"url": "https://grade.invalid/hook"})
        assert named.status_code == 201  # it may have an address later
    assert service.client().post("/webhooks", json=form).status_code == 201
    service.rows("DELETE FROM webhooks RETURNING 1")


def test_a_public_address_is_public_also_where_it_is_translated() -> None:
    for address in ("8.8.8.8", "2001:4860:4860::8888", "64:ff9b::8.8.8.8", "::ffff:8.8.8.8"):
        assert is_public(ipaddress.ip_address(address)), address


@pytest.mark.parametrize(
    "url", ["http://[::1", "http://host:99999/", f"http://{'a' * 64}.com/", "http://a..b/", "http:///x"]
)
def test_what_can_be_no_address_is_refused_and_costs_a_message_one_try(service: Running, url: str) -> None:
    form = {"url": url, "events": ["submission.done"]}
    answer = service.client().post("/webhooks", json=form)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), answer.text
    service.rows(  # as of a version before that took it
        "INSERT INTO webhooks (url, secret, events) VALUES (%s, %s, '{submission.done}') RETURNING 1",
        url, secret_of(),
    )  # fmt: skip
    graded(service)
    until(lambda: service.rows("SELECT 1 FROM outbox WHERE trouble IS NOT NULL"))
    service.rows("DELETE FROM webhooks RETURNING 1")


def test_a_message_goes_to_the_address_that_was_checked() -> None:
    url, host = asyncio.run(pinned("http://localhost:8080/a?b=c", allow_private=True))
    assert (url, host) in (
        ("http://127.0.0.1:8080/a?b=c", "localhost:8080"), ("http://[::1]:8080/a?b=c", "localhost:8080"),
    )  # fmt: skip


def test_events_tell_each_state_until_the_end(service: Running) -> None:
    client = service.client()
    name = hand_in(client)["id"]
    told: list[str] = []
    with client.stream("GET", f"/submissions/{name}/events") as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        for line in answer.iter_lines():
            if line.startswith("data: "):
                told.append(line.removeprefix("data: "))
                if told == ["queued"]:
                    (number,) = service.rows("SELECT id FROM gradings WHERE submission_id = %s", name)[0]
                    (lease,) = service.rows("SELECT lease FROM runner_claim(%s, 'test', 60)", number)[0]
                    service.rows("SELECT runner_finish(%s, %s, %s, '')", number, lease, _DONE)
    assert told == ["queued", "done"]


def test_the_figures_are_such_as_prometheus_reads(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(operating, "_METRICS_SECONDS", 0)
    graded(service, _FAILED)
    hand_in(service.client())
    with httpx.Client(base_url=service.url, verify=False) as client:
        text = client.get("/metrics").text
        assert client.get("/healthz").status_code == 200
        assert client.get("/readyz").status_code == 200
    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values["grade_queued"]) >= 1
    assert float(values['grade_gradings_total{state="failed",owner="infrastructure"}']) >= 1
    assert float(values["grade_oldest_seconds"]) > 0
    assert "Ada" not in text


def test_the_list_pages_by_a_cursor_and_nothing_is_missed(service: Running) -> None:
    client = service.client()
    names = {hand_in(client)["id"] for _ in range(60)}
    seen: list[str] = []
    after = None
    while True:
        page = client.get(
            "/submissions", params={"exercise": "tiny", **({"after": after} if after else {})}
        ).json()
        seen += [one["id"] for one in page["submissions"]]
        after = page["after"]
        if after is None:
            break
    assert names <= set(seen)
    assert len(seen) == len(set(seen))
    assert json.dumps(client.get("/submissions?after=nonsense").json())
