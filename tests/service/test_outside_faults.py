"""What fails around a service: it is killed, its disk is full, the network is cut, senders never end."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from grader.database import embedded as database_module
from grader.database.embedded import Embedded, embedded, kept_running
from grader.service import guard, serve
from tests import command, real

from .conftest import (
    GOOD,
    SLOW,
    SUITE,
    Running,
    fresh_database,
    hand_in,
    place,
    runner,
    serving,
    until,
)

AS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="mounts and network namespaces are root's")


@contextlib.contextmanager
def grade_serve(folder: Path, token: list[str]) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    """`grade serve` with its database and runner, and a client of its administrator."""
    with open(folder / "log", "ab") as log:
        process = subprocess.Popen(
            [*command.COMMAND, "serve", "--listen", "127.0.0.1:0", "--data", str(folder / "data"),
             "--exercises", str(folder / "exercises"), "--sandbox", "bubblewrap", "--jobs", "1"],
            env=command.environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=log,
            cwd=folder, text=True,
        )  # fmt: skip
    assert process.stdout is not None
    try:
        for line in process.stdout:
            if "token" in line:
                token.append(line.split()[-1])
            if "Serving at" in line:
                headers = {"Authorization": f"Bearer {token[0]}"}
                url = f"{line.split()[-1]}/api/v1"
                with httpx.Client(base_url=url, headers=headers, timeout=60, verify=False) as client:
                    yield process, client
                break
        else:
            raise AssertionError((folder / "log").read_text())
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.wait(60)
        process.stdout.close()


@pytest.mark.matrix
def test_a_service_that_is_killed_loses_nothing_and_leaves_no_second_runner() -> None:
    real.sandbox_or_skip("bubblewrap")
    token: list[str] = []
    keys = ("a", "b", "c")

    def handed(client: httpx.Client) -> list[dict[str, object]]:
        body = {"exercise": "tiny", "source": SLOW}
        answers = [
            client.post("/submissions", json=body, headers={"Idempotency-Key": one}).json() for one in keys
        ]
        return [{name: one[name] for name in ("id", "sha256", "received_at", "attempt")} for one in answers]

    with place() as folder:
        real.tiny_exercise(folder / "exercises" / "tiny", SUITE)
        (folder / "exercises" / "tiny" / "README.md").write_text("# Tiny\n")
        with grade_serve(folder, token) as (process, client):
            before = handed(client)
            (beside,) = until(
                lambda: [one for one in psutil.Process(process.pid).children() if "runner" in one.cmdline()]
            )
            process.kill()
            process.wait()
        psutil.wait_procs([beside], timeout=30)
        assert not beside.is_running()
        with grade_serve(folder, token) as (process, client):
            assert len(token) == 1  # the administrator's is still the same
            assert handed(client) == before
            found = [client.get(f"/submissions/{one['id']}?wait=60").json() for one in before]
            assert [(one["state"], one["points"]) for one in found] == [("done", 2.0)] * 3
            # A runner that is killed is there again by itself.
            (beside,) = [one for one in psutil.Process(process.pid).children() if "runner" in one.cmdline()]
            beside.kill()
            again = client.post("/submissions", json={"exercise": "tiny", "source": GOOD}).json()
            assert client.get(f"/submissions/{again['id']}?wait=60").json()["state"] == "done"
        assert token[0] not in (folder / "log").read_text()


def _asked(service: Running, sent: bytes) -> socket.socket:
    host, port = service.url.removeprefix("http://").split(":")
    connection = socket.create_connection((host, int(port)), timeout=20)
    connection.sendall(sent)
    return connection


@pytest.mark.parametrize("sent", [b"", b"GET /healthz HT", b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-A: "])
def test_who_begins_a_request_and_does_not_end_it_holds_no_connection(
    service: Running, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(serve, "HEAD_SECONDS", 0.5)
    with _asked(service, sent) as connection:
        assert connection.recv(100) == b""
    with _asked(service, b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n") as connection:
        answer = b""
        while not answer.endswith(b"alive\n"):
            answer += connection.recv(2000)
        connection.sendall(b"GET /heal")  # the next one on the same connection
        assert connection.recv(100) == b""


def test_a_body_that_comes_too_slowly_is_given_up(service: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "BODY_SECONDS", 0.5)
    head = (
        f"POST /api/v1/submissions HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {service.tokens['admin']}\r\n"
        "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
    )
    with _asked(service, head.encode()) as connection:
        connection.settimeout(0.1)
        answer, end = b"", time.monotonic() + 20
        while b"too-slow" not in answer and time.monotonic() < end:
            with contextlib.suppress(OSError):
                connection.sendall(b" ")
            with contextlib.suppress(TimeoutError):
                answer += connection.recv(2000)
        assert answer.startswith(b"HTTP/1.1 408 ")
    assert service.rows("SELECT count(*) FROM submissions") == [(0,)]


@AS_ROOT
@pytest.mark.matrix
def test_on_a_full_disk_nobody_gets_a_receipt_and_what_has_one_is_there_later() -> None:
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(place())
        disk = folder / "disk"
        disk.mkdir()
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=160m,mode=711", "tmpfs", disk], check=True)
        stack.callback(subprocess.run, ["umount", "-l", disk], check=True)
        server = stack.enter_context(embedded(disk / "postgresql"))
        stack.enter_context(kept_running(server))
        database = stack.enter_context(fresh_database(server))
        service = stack.enter_context(serving(database, folder))
        client = service.client()
        receipts, said = [hand_in(client)["id"]], set()
        with open(disk / "filler", "wb") as filler, contextlib.suppress(OSError):
            while True:
                filler.write(b"\0" * (1 << 20))
                filler.flush()
        # Sources that cannot be compressed, since rows are.
        for _ in range(60):
            source = f"x = '{os.urandom(100_000).hex()}'\n"
            answer = client.post("/submissions", json={"exercise": "tiny", "source": source})
            if answer.status_code == 202:
                receipts.append(answer.json()["id"])
            else:
                assert answer.status_code == 503, answer.text
                said.add(answer.json()["message"])
                if len(said) == 2:
                    break
        assert "The service's disk is full, and nothing was taken." in said
        assert len(receipts) < 60
        (disk / "filler").unlink()
        until(lambda: client.get("/exercises").status_code == 200, 120)
        receipts.append(hand_in(client)["id"])
        there = {name for (name,) in service.rows("SELECT id::text FROM submissions")}
        assert there == set(receipts)


@contextlib.contextmanager
def _elsewhere(number: int = 0) -> Iterator[tuple[str, str, str]]:
    """A network namespace joined to ours by one cable: its name, the cable's end here, and our address."""
    which = f"{os.getpid() % 100000}n{number}"
    name, here, there = f"grade{which}", f"gh{which}", f"gt{which}"
    ours, theirs = f"10.213.77.{4 * number + 1}", f"10.213.77.{4 * number + 2}"

    def ip(*arguments: str) -> None:
        subprocess.run(["ip", *arguments], check=True)

    ip("netns", "add", name)
    try:
        ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", name)
        ip("addr", "add", f"{ours}/30", "dev", here)
        ip("link", "set", here, "up")
        ip("-n", name, "addr", "add", f"{theirs}/30", "dev", there)
        ip("-n", name, "link", "set", there, "up")
        ip("-n", name, "link", "set", "lo", "up")
        yield name, here, ours
    finally:
        # At once, and not when the kernel finds time for it: the next test takes the same names.
        subprocess.run(["ip", "link", "delete", here], check=False)
        ip("netns", "delete", name)


def _in_the_network(server: Embedded, folder: Path) -> None:
    with open(folder / "postgresql" / "data" / "pg_hba.conf", "a") as rules:
        rules.write("host all all 10.213.77.0/24 scram-sha-256\n")
    with psycopg.connect(server.url) as connection:
        connection.execute("SELECT pg_reload_conf()")


@AS_ROOT
@pytest.mark.matrix
def test_a_runner_that_the_network_cuts_off_costs_nothing_and_comes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real.sandbox_or_skip("bubblewrap")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(place())
        namespace, cable, address = stack.enter_context(_elsewhere())
        monkeypatch.setitem(database_module._OPTIONS, "listen_addresses", address)
        server = stack.enter_context(embedded(folder / "postgresql"))
        _in_the_network(server, folder)
        database = stack.enter_context(fresh_database(server))
        service = stack.enter_context(serving(database, folder))
        far = " ".join(f"host={address}" if part.startswith("host=") else part for part in database.split())
        within = "ip", "netns", "exec", namespace
        stack.enter_context(runner(far, folder, jobs=1, lease=3, within=within))
        client = service.client()
        receipt = hand_in(client, SLOW)
        until(lambda: service.rows("SELECT state FROM gradings") == [("running",)])
        subprocess.run(["ip", "link", "set", cable, "down"], check=True)
        until(lambda: service.rows("SELECT state FROM gradings") == [("queued",)])
        waits = hand_in(client)
        subprocess.run(["ip", "link", "set", cable, "up"], check=True)
        # Nobody else is there: the same runner takes both up again, and what it found before does not count.
        found = [client.get(f"/submissions/{one['id']}?wait=60").json() for one in (receipt, waits)]
        if found[0]["state"] != "done":
            found[0] = client.get(f"/submissions/{receipt['id']}?wait=60").json()
        told = "".join(log.read_text() for log in folder.glob("runner-*.log"))
        assert [(one["state"], one["points"]) for one in found] == [("done", 2.0)] * 2, told
        assert service.rows("SELECT tries FROM gradings ORDER BY id") == [(2,), (1,)]
        # Cut again, for good: another takes over.
        last = hand_in(client, SLOW)
        until(lambda: service.rows("SELECT count(*) FROM gradings WHERE state = 'running'") == [(1,)])
        subprocess.run(["ip", "link", "set", cable, "down"], check=True)
        with runner(database, folder, lease=3):
            assert client.get(f"/submissions/{last['id']}?wait=60").json()["points"] == 2.0
        assert service.rows("SELECT count(*) FROM gradings") == [(3,)]


@AS_ROOT
@pytest.mark.matrix
def test_of_two_runners_in_networks_of_their_own_each_is_cut_off_and_everything_counts_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real.sandbox_or_skip("bubblewrap")
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(place())
        networks = [stack.enter_context(_elsewhere(number)) for number in range(2)]
        addresses = ",".join(address for _, _, address in networks)
        monkeypatch.setitem(database_module._OPTIONS, "listen_addresses", addresses)
        server = stack.enter_context(embedded(folder / "postgresql"))
        _in_the_network(server, folder)
        database = stack.enter_context(fresh_database(server))
        service = stack.enter_context(serving(database, folder))
        for namespace, _, address in networks:
            far = " ".join(
                f"host={address}" if part.startswith("host=") else part for part in database.split()
            )
            within = "ip", "netns", "exec", namespace
            stack.enter_context(runner(far, folder, jobs=1, lease=3, within=within))
        client = service.client()
        receipts = []
        for _, cable, _ in networks:
            receipts += [hand_in(client, SLOW)["id"] for _ in range(4)]
            until(lambda: service.rows("SELECT count(*) FROM gradings WHERE state = 'running'") == [(2,)])
            subprocess.run(["ip", "link", "set", cable, "down"], check=True)
            time.sleep(8)
            subprocess.run(["ip", "link", "set", cable, "up"], check=True)
        found = [client.get(f"/submissions/{one}?wait=60").json() for one in receipts]
        told = "".join(log.read_text() for log in folder.glob("runner-*.log"))
        assert [(one["state"], one["points"]) for one in found] == [("done", 2.0)] * 8, told
        assert service.rows("SELECT count(*) FROM gradings") == [(8,)]
        assert service.rows("SELECT count(DISTINCT runner) FROM gradings") == [(2,)]
