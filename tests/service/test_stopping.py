"""Whoever stops a service, or stops waiting for one, is told what goes on and loses nothing."""

from __future__ import annotations

import re
import signal
import subprocess
import time

import httpx
import psutil
import psycopg

from grader.database.embedded import embedded
from tests import command, real

from .conftest import SUITE, Running, place, runner, until
from .test_outside_faults import grade_serve

SLEEPER = "import time\ndef f():\n    time.sleep(8)\n    return 1\n"


def test_a_service_says_what_it_waits_for_and_a_second_interruption_ends_it_at_once() -> None:
    real.sandbox_or_skip("bubblewrap")
    with place() as folder:
        real.tiny_exercise(folder / "exercises" / "tiny", SUITE)
        (folder / "exercises" / "tiny" / "README.md").write_text("# Tiny\n")
        with grade_serve(folder, []) as (process, client):
            handed = client.post("/submissions", json={"exercise": "tiny", "source": SLEEPER}).json()
            until(lambda: client.get(f"/submissions/{handed['id']}").json()["state"] == "running")
            started = psutil.Process(process.pid).children(recursive=True)
            process.send_signal(signal.SIGINT)
            until(lambda: "Waiting until the runner has ended" in (folder / "log").read_text())
            assert process.poll() is None
            began = time.monotonic()
            process.send_signal(signal.SIGINT)
            assert process.wait(30) == 0
            assert time.monotonic() - began < 4
            assert psutil.wait_procs(started, timeout=10)[1] == []
        told = (folder / "log").read_text()
        assert (told.count("Ctrl-C again"), "Traceback" in told) == (1, False)
        with embedded(folder / "data" / "postgresql") as server, psycopg.connect(server.url) as connection:
            states = connection.execute("SELECT state FROM gradings").fetchall()
        assert states in ([("running",)], [("queued",)])  # and so the next start grades it


def test_who_stops_waiting_is_told_that_the_submission_stays_handed_in(service: Running) -> None:
    file = service.place / "waited.py"
    file.write_text(f"# exercise: tiny\n{SLEEPER}")
    token = service.invited()["token"]
    with runner(service.database, service.place), subprocess.Popen(
        [*command.COMMAND, "submit", str(file), "--server", service.url], cwd=service.place,
        env=command.environment(service.place) | {"GRADE_TOKEN": token},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as process:  # fmt: skip
        assert process.stderr is not None
        receipt = re.search(r"receipt ([0-9a-f-]{36})", process.stderr.readline())
        assert receipt
        time.sleep(1)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out) == (130, "")
        (told,) = [line for line in err.splitlines() if "Interrupted" in line]
        assert f"submission {receipt[1]} stays handed in" in told
        (page,) = re.findall(r"http\S+/submissions/[0-9a-f-]{36}", told)
        with httpx.Client(cookies={"grade_token": token}) as browsing:
            assert browsing.get(page).status_code == 200
        answer = service.of(token).get(f"/submissions/{receipt[1]}?wait=60").json()
        assert (answer["state"], answer["points"]) == ("done", 2.0)
