"""What dies, be it a runner or the database, loses nothing, and nothing counts twice."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from grader.database.embedded import Embedded, embedded

from .conftest import GOOD, PROGRAMS, SLOW, Running, fresh_database, hand_in, place, runner, serving, until

_RUNNING = "SELECT count(*) FROM gradings WHERE state = 'running'"
# One counted result for each submission, and no grading that ended has a lease that nobody had.
_COUNTED = "SELECT count(*) FROM submissions s JOIN gradings g ON g.id = s.counted_id AND g.state = 'done'"


@pytest.fixture
def own(request: pytest.FixtureRequest) -> Iterator[Embedded]:
    """A PostgreSQL of the test's own, which it may stop."""
    programs = PROGRAMS[getattr(request, "param", "wheel")]
    if programs is not None and not programs.is_dir():
        pytest.skip("this PostgreSQL is not installed")
    with place() as folder, embedded(folder / "postgresql", programs) as server:
        yield server


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kills a runner as the kernel does when memory is short; what it started must end by itself."""
    process.kill()
    process.wait()


def test_a_runner_that_is_killed_loses_nothing(service: Running) -> None:
    client = service.client()
    with runner(service.database, service.place, lease=2) as first:
        receipt = hand_in(client, SLOW)
        until(lambda: service.rows(_RUNNING) == [(1,)])
        # The process that grades, with the server of judges and the sandboxes' first process.
        until(lambda: len(psutil.Process(first.pid).children(recursive=True)) > 2)
        children = psutil.Process(first.pid).children(recursive=True)
        kill(first)
        with runner(service.database, service.place, lease=2):
            found = client.get(f"/submissions/{receipt['id']}?wait=50").json()
            assert (found["state"], found["points"]) == ("done", 2.0)
    assert service.rows("SELECT tries FROM gradings") == [(2,)]
    psutil.wait_procs(children, timeout=20)
    assert [one for one in children if one.is_running()] == []


@pytest.mark.matrix
def test_what_a_stopped_and_replaced_runner_finds_does_not_count(service: Running) -> None:
    client = service.client()
    with runner(service.database, service.place, lease=2) as first:
        receipt = hand_in(client, SLOW)
        until(lambda: service.rows(_RUNNING) == [(1,)])
        first.send_signal(signal.SIGSTOP)
        (held,) = service.rows("SELECT lease FROM gradings")
        with runner(service.database, service.place, lease=30):
            found = client.get(f"/submissions/{receipt['id']}?wait=50").json()
            assert found["state"] == "done"
            (before,) = service.rows("SELECT lease, runner, finished_at FROM gradings")
            assert before[0] != held[0]
            first.send_signal(signal.SIGCONT)
            until(lambda: b"lease lost" in _logs(service.place) or b'"state": null' in _logs(service.place))
            assert service.rows("SELECT lease, runner, finished_at FROM gradings") == [before]
    assert service.rows("SELECT count(*) FROM outbox") == [(0,)]


def _logs(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.glob("runner-*.log"))


@pytest.mark.matrix
def test_after_three_lost_runners_a_submission_rests_without_a_score(service: Running) -> None:
    client = service.client()
    receipt = hand_in(client, SLOW)
    for _ in range(3):
        until(lambda: service.rows("SELECT state FROM gradings") == [("queued",)])
        with runner(service.database, service.place, lease=1) as one:
            until(lambda: service.rows(_RUNNING) == [(1,)])
            kill(one)
    found = client.get(f"/submissions/{receipt['id']}?wait=30").json()
    assert (found["state"], found["owner"], found["points"]) == ("failed", "infrastructure", None)


@pytest.mark.matrix
@pytest.mark.parametrize("own", list(PROGRAMS), indirect=True)
def test_in_many_rounds_of_faults_everything_is_graded_once(own: Embedded) -> None:
    """Runners killed and stopped, the database stopped `immediate` and started, in an order by chance."""
    chance = random.Random(os.environ.get("GRADE_FAULTS_SEED", "1"))
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(place())
        database = stack.enter_context(fresh_database(own))
        service = stack.enter_context(serving(database, folder))
        client = service.client()
        receipts = []
        runners = [stack.enter_context(runner(database, folder, lease=3)) for _ in range(2)]
        for _ in range(8):
            receipts += [hand_in(client, chance.choice((GOOD, SLOW)))["id"] for _ in range(3)]
            time.sleep(chance.uniform(0.2, 2.0))
            match chance.choice(("kill", "stop", "database")):
                case "kill":
                    kill(runners.pop(0))
                    runners.append(stack.enter_context(runner(database, folder, lease=3)))
                case "stop":
                    runners[0].send_signal(signal.SIGSTOP)
                    time.sleep(5)
                    runners[0].send_signal(signal.SIGCONT)
                case "database":
                    own.stop("immediate")
                    own.start()
                    until(lambda: client.get("/exercises").status_code == 200)
        until(lambda: service.rows(_COUNTED) == [(len(receipts),)], 180)
        assert service.rows("SELECT count(*) FROM gradings") == [(len(receipts),)]
        assert service.rows("SELECT count(*) FROM gradings WHERE points = 2") == [(len(receipts),)]


@pytest.mark.matrix
def test_a_database_that_stops_and_comes_back_loses_no_receipt(own: Embedded) -> None:
    with place() as folder, fresh_database(own) as database, serving(database, folder) as service:
        client = service.client()
        with runner(database, folder):
            receipt = hand_in(client, SLOW)
            until(lambda: service.rows(_RUNNING) == [(1,)])
            own.stop("immediate")
            answer = client.post("/submissions", json={"exercise": "tiny", "source": GOOD})
            assert answer.status_code in (500, 503)
            own.start()
            until(lambda: client.get("/exercises").status_code == 200)
            found = client.get(f"/submissions/{receipt['id']}?wait=50").json()
            assert (found["state"], found["points"]) == ("done", 2.0)
            assert service.rows("SELECT count(*) FROM submissions") == [(1,)]
            again = hand_in(client)
            assert client.get(f"/submissions/{again['id']}?wait=50").json()["state"] == "done"


def test_of_a_runner_that_was_killed_nothing_is_left_in_the_database(service: Running) -> None:
    service.rows("SELECT runner_seen('dead', 'bubblewrap', 1), runner_seen('alive', 'bubblewrap', 1)")
    service.rows("UPDATE runners SET seen_at = now() - interval '2 hours' WHERE name = 'dead' RETURNING 1")
    until(lambda: service.rows("SELECT name FROM runners") == [("alive",)], 20)


def test_a_lease_that_ran_out_while_the_database_was_away_is_not_lost_at_once(own: Embedded) -> None:
    with place() as folder, fresh_database(own) as database, serving(database, folder) as service:
        hand_in(service.client())
        (lease,) = service.rows("SELECT lease FROM runner_claim(1, 'test', 1)")[0]
        own.stop("immediate")
        time.sleep(1.5)
        own.start()
        until(lambda: service.client().get("/exercises").status_code == 200)
        time.sleep(5)  # for who would give it to another
        found = '{"points": 2, "max_points": 2, "seconds": 0.5}'
        assert service.rows("SELECT runner_finish(1, %s, %s, '')", lease, found) == [(True,)]
        assert service.rows("SELECT tries, points FROM gradings") == [(1, 2.0)]


def test_a_runner_may_do_no_more_than_its_doors(database: str) -> None:
    import psycopg

    with psycopg.connect(database, autocommit=True, options="-c role=grade_runner") as connection:
        for table in ("tokens", "submissions", "gradings", "invitations", "bundles", "webhooks", "outbox"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {table}")
        for call in ("settle(1)", "sweep(0)", "enqueue(1)"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT {call}")
        assert connection.execute("SELECT runner_finish(1, 1, '{}', '')").fetchone() == (False,)


def test_who_waits_for_a_result_is_answered_when_the_service_ends(database: str) -> None:
    """A client takes status 500 for the end of it, but asks again where nobody answers."""
    answers: dict[str, httpx.Response] = {}
    with place() as folder, serving(database, folder) as running:
        address = f"{running.url}/api/v1/submissions/{hand_in(running.client())['id']}"
        headers = {"Authorization": f"Bearer {running.tokens['admin']}"}

        def ask(path: str) -> None:
            answers[path] = httpx.get(address + path, headers=headers, timeout=60, verify=False)

        threads = [threading.Thread(target=ask, args=(path,)) for path in ("?wait=20", "/events")]
        for thread in threads:
            thread.start()
        time.sleep(1)
        assert not answers
    for thread in threads:
        thread.join()
    assert (answers["?wait=20"].status_code, answers["?wait=20"].json()["state"]) == (200, "queued")
    assert answers["/events"].text.startswith("event: state\ndata: queued\n\n")
