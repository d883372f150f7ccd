"""What a runner that was taken over, or hangs, does to others."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path

import httpx
import psycopg
import pytest

from grader.database.connected import connections
from grader.database.work import ROLE, GradingResult, Work
from grader.errors import InfrastructureError
from grader.records.bundle import is_named
from grader.runner import workbench_handle
from grader.runner.workbench_handle import RunnerPlan, WorkbenchHandle
from grader.service import operating

from .conftest import Running, hand_in


@pytest.mark.parametrize("junk", [b"\0\0\0\2{]", b"\0\0\0\2{}", b"\0\0\0\2[]", b"\xff\xff\xff\xff"])
def test_a_process_whose_answers_make_no_sense_is_lost_and_nobody_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, junk: bytes
) -> None:
    program = tmp_path / "python"
    program.write_text(f"#!{sys.executable}\nimport os, time\nos.write(1, {junk!r})\ntime.sleep(600)\n")
    program.chmod(0o700)

    async def run() -> None:
        handle = WorkbenchHandle(RunnerPlan("bubblewrap", None, 1, tmp_path, 30))
        monkeypatch.setattr(sys, "executable", str(program))
        with pytest.raises(InfrastructureError):
            await asyncio.wait_for(handle.kit(tmp_path), 20)
        await handle.close()

    asyncio.run(run())


def finish(connection: psycopg.Connection, grading: int, found: str, report: bytes = b"") -> None:
    """Claims a grading, and writes whatever a runner may say that it found."""
    claim = connection.execute("SELECT lease FROM runner_claim(%s, 'evil', 30)", (grading,)).fetchone()
    assert claim is not None
    query = "SELECT runner_finish(%s, %s, %s, %s)"
    assert connection.execute(query, (grading, claim[0], found, report)).fetchone() == (True,)


def test_a_process_that_hangs_is_killed_and_another_grades(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench_handle, "_LOOK_SECONDS", 0.2)
    monkeypatch.setattr(workbench_handle, "_HUNG_SECONDS", 5.0)

    async def run() -> None:
        handle = WorkbenchHandle(RunnerPlan("bubblewrap", None, 1, tmp_path, 30))
        watching = asyncio.create_task(handle.watch())
        try:
            assert (await handle.kit(tmp_path))["problem"]
            process = handle._process
            assert process is not None
            os.kill(process.pid, signal.SIGSTOP)
            with pytest.raises(InfrastructureError):
                await asyncio.wait_for(handle.kit(tmp_path), 30)
            assert (await handle.kit(tmp_path))["problem"]
        finally:
            watching.cancel()
            await handle.close()

    asyncio.run(run())


@pytest.mark.parametrize("points", ['"NaN"', '"Infinity"', "-1", "3", "1e300"])
def test_points_that_nobody_can_have_are_not_written(service: Running, points: str) -> None:
    hand_in(service.client())
    (grading,) = service.rows("SELECT id FROM gradings")[0]
    with psycopg.connect(service.database, autocommit=True, options="-c role=grade_runner") as connection:
        found = f'{{"points": {points}, "max_points": 2}}'
        with pytest.raises(psycopg.errors.CheckViolation):
            finish(connection, grading, found)


@pytest.mark.parametrize("report", [bytes(65 << 20), b""])
def test_more_than_pages_can_show_is_not_written(service: Running, report: bytes) -> None:
    hand_in(service.client())
    (grading,) = service.rows("SELECT id FROM gradings")[0]
    with psycopg.connect(service.database, autocommit=True, options="-c role=grade_runner") as connection:
        found = json.dumps({"owner": "author", "problem": "x" * (1 if report else 30_000)})
        with pytest.raises(psycopg.errors.CheckViolation):
            finish(connection, grading, found, report)


def test_no_lease_lasts_for_ever(service: Running) -> None:
    hand_in(service.client())
    (grading,) = service.rows("SELECT id FROM gradings")[0]
    (lease,) = service.rows("SELECT lease FROM runner_claim(%s, 'evil', 1e9)", grading)[0]
    latest = "SELECT lease_until < now() + interval '61 minutes' FROM gradings"
    assert service.rows(latest) == [(True,)]
    assert service.rows("SELECT runner_keep(%s, %s, 1e9)", grading, lease) == [(True,)]
    assert service.rows(latest) == [(True,)]


def test_what_another_runner_grades_cannot_be_written_by_who_counts_its_leases(service: Running) -> None:
    hand_in(service.client())
    (grading,) = service.rows("SELECT id FROM gradings")[0]
    service.rows("SELECT runner_claim(%s, 'honest', 30)", grading)
    with psycopg.connect(service.database, autocommit=True, options="-c role=grade_runner") as connection:
        found = '{"points": 2, "max_points": 2}'
        query = "SELECT bool_or(runner_finish(%s, lease, %s, '')) FROM generate_series(0, 1000) AS lease"
        assert connection.execute(query, (grading, found)).fetchone() == (False,)
    assert service.rows("SELECT state FROM gradings") == [("running",)]


@pytest.mark.parametrize("text", ["a\0b", "a\ud800b", "x" * 100_000])
def test_a_problem_in_words_that_no_database_holds_is_written(service: Running, text: str) -> None:
    async def run() -> None:
        async with connections(service.database, most=1, role=ROLE) as pool:
            work = Work(pool, "test")
            for give_back in (True, True, True, False):
                (grading,) = service.rows("SELECT max(id) FROM gradings")[0]
                claim = await work.claim(grading)
                assert claim is not None
                if give_back:
                    state = await work.give_back(claim, text, None)
                    assert state in ("queued", "failed")
                    if state == "failed":
                        hand_in(service.client())
                else:
                    assert await work.finish(claim, GradingResult(b"", None, None, "author", text, 0.1))
            await work.kit("odd", None, text)

    hand_in(service.client())
    service.rows("INSERT INTO bundles VALUES ('odd', 'odd', 'Odd', '1.0.0', 's', 1, '') RETURNING 1")
    asyncio.run(run())
    told = service.rows("SELECT problem FROM gradings")
    told += service.rows("DELETE FROM bundles WHERE digest = 'odd' RETURNING kit_problem")
    assert len(told) == 3
    for (problem,) in told:
        assert problem.isprintable()
        assert 3 < len(problem) < 1010


def test_times_that_a_runner_makes_up_break_no_figures(
    service: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(operating, "_METRICS_SECONDS", 0)
    for seconds in ('"NaN"', '"Infinity"', "1e308", "1e308", "-1e308"):
        hand_in(service.client())
        (grading,) = service.rows("SELECT max(id) FROM gradings")[0]
        with psycopg.connect(service.database, autocommit=True, options="-c role=grade_runner") as connection:
            finish(connection, grading, f'{{"points": 1, "max_points": 2, "seconds": {seconds}}}')
    with httpx.Client(base_url=service.url, cookies={"grade_token": service.tokens["admin"]}) as client:
        assert client.get("/").status_code == 200
        figures = client.get("/metrics")
    assert figures.status_code == 200
    assert 'grade_seconds_total{phase="grading"} 4e+06' in figures.text


@pytest.mark.parametrize("report", [b"x", b""])
def test_a_report_that_is_none_costs_one_sentence(service: Running, report: bytes) -> None:
    name = hand_in(service.client())["id"]
    (grading,) = service.rows("SELECT id FROM gradings")[0]
    with psycopg.connect(service.database, autocommit=True, options="-c role=grade_runner") as connection:
        finish(connection, grading, '{"points": 1, "max_points": 2}', report)
    answer = service.client().get(f"/submissions/{name}")
    assert answer.status_code == (503 if report else 200), answer.text
    if report:
        assert answer.json()["code"] == "report-damaged"
    with httpx.Client(base_url=service.url, cookies={"grade_token": service.tokens["admin"]}) as client:
        assert client.get("/exercises/tiny").status_code == 200


def test_what_names_an_exercise_leads_nowhere_else() -> None:
    assert is_named("0" * 64, "tiny")
    for digest, slug in (
        ("..", "x"),
        ("/etc", "x"),
        ("0" * 64, ".."),
        ("0" * 64, "../../etc"),
        ("0" * 64, "/etc"),
    ):
        assert not is_named(digest, slug)
