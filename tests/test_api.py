"""The grader embedded in a program: what comes out, what is refused, what is left behind."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import grader
from grader import (
    Check,
    ExerciseError,
    RejectedSubmission,
    UsageError,
    find_exercise,
    grade,
    grade_async,
    list_exercises,
    render_report,
)  # fmt: skip
from tests import real

SUITE = """\
from solution import f


def test_value(rng):
    assert f(1) == 2


def test_number(rng):
    assert f(rng.randrange(1 << 40)) > 5
"""
GOOD = b"def f(n):\n    return n + 1\n"
STUCK = b"import time\n\n\ndef f(n):\n    time.sleep(600)\n"


@pytest.fixture
def exercises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an exercise called tiny, graded in bubblewrap."""
    real.sandbox_or_skip("bubblewrap")
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path)))
    real.tiny_exercise(tmp_path / "exercises" / "tiny", SUITE, wall_seconds=300)
    return tmp_path / "exercises"


def children() -> set[int]:
    """The ids of the processes that this one has started and not yet seen end."""
    pids = set()
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            status = Path("/proc", name, "stat").read_bytes()
        except OSError:
            continue
        if int(status.rpartition(b")")[2].split()[1]) == os.getpid():
            pids.add(int(name))
    return pids


def test_importing_it_costs_nothing_before_it_is_used() -> None:
    program = (
        "import sys, grader; assert not [name for name in sys.modules if name.startswith('grader.')"
        " and name != 'grader.version']; assert 'pathlib' not in sys.modules;"
        "grader.Verdict; assert 'grader.report' in sys.modules and 'docker' not in sys.modules"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(grader.__file__).parents[1])}
    subprocess.run([sys.executable, "-S", "-c", program], env=env, check=True)


def test_all_that_is_exported_is_there() -> None:
    assert set(grader.__all__) <= set(dir(grader))
    assert all(getattr(grader, name) for name in grader.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'nothing'"):
        grader.nothing  # noqa: B018 - asking is the point


def test_a_file_or_its_content_is_graded(exercises: Path, tmp_path: Path) -> None:
    before = children()
    file = tmp_path / "solution.py"
    file.write_bytes(GOOD)
    seen: list[Check] = []
    exercise = find_exercise("tiny", exercises)
    first = grade(file, "tiny", exercises=exercises, sandbox="bubblewrap", on_check=seen.append)
    second = grade(GOOD, exercise, sandbox="bubblewrap", seed=first.seed)
    assert first.score == second.score
    assert first.score
    assert first.score.passed
    assert sorted(seen, key=lambda check: check.test.id) == sorted(
        first.checks, key=lambda check: check.test.id
    )
    assert first.submission
    assert second.submission
    assert (first.submission.file, second.submission.file) == (str(file), "solution.py")
    assert children() <= before
    assert [exercise.slug for exercise in list_exercises(exercises)] == ["tiny"]
    assert "hidden-1" in render_report(first)
    assert "test_tiny.py::test_value" in render_report(first, audience="assessor")


def test_what_cannot_be_graded_raises_what_it_is(exercises: Path, tmp_path: Path) -> None:
    before = children()
    with pytest.raises(UsageError, match="There is no file"):
        grade(tmp_path / "missing.py", "tiny", exercises=exercises)
    with pytest.raises(UsageError, match=r"There is no exercise 'tinny'\. Did you mean 'tiny'"):
        grade(GOOD, "tinny", exercises=exercises)
    with pytest.raises(UsageError, match="There is no sandbox 'none'"):
        grade(GOOD, "tiny", exercises=exercises, sandbox="none")  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="not a percentage"):
        grade(GOOD, "tiny", exercises=exercises, fail_under=float("nan"))
    with pytest.raises(UsageError, match="The seed -1"):
        grade(GOOD, "tiny", exercises=exercises, seed=-1)
    for source in (b" \n", b"\xff", b"#" * (5 << 20)):
        with pytest.raises(RejectedSubmission):
            grade(source, "tiny", exercises=exercises, sandbox="bubblewrap")
    (exercises / "tiny" / "hidden" / "test_tiny.py").write_text("import nothing\n")
    with pytest.raises(ExerciseError, match="The suite is broken"):
        grade(GOOD, "tiny", exercises=exercises, sandbox="bubblewrap")
    with pytest.raises(UsageError, match="There is no format 'text'"):
        render_report(grader.Report(None, None, None, None), "text")
    assert children() <= before


def test_many_at_once_leave_the_loop_free(exercises: Path) -> None:
    before, seen = children(), []

    async def all_of_them() -> list[grader.Report]:
        def see(check: Check) -> None:
            asyncio.get_running_loop()  # raises in any other thread
            seen.append(check)

        sources = [GOOD, b"def f(n):\n    return 2\n", b"f = 1\n"]
        return await asyncio.gather(
            *(
                grade_async(source, "tiny", exercises=exercises, sandbox="bubblewrap", on_check=see)
                for source in sources
            )
        )

    reports = asyncio.run(all_of_them())
    assert [report.score and report.score.points for report in reports] == [2, 1, 0]
    assert len(seen) == 6
    assert children() <= before


def test_cancelled_it_returns_when_everything_is_gone(exercises: Path) -> None:
    before = children()

    async def cancelled() -> None:
        running = asyncio.create_task(grade_async(STUCK, "tiny", exercises=exercises, sandbox="bubblewrap"))
        while len(children() - before) < 2:  # the judge, and the sandbox
            await asyncio.sleep(0.01)
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
        assert children() <= before
        assert not [thread for thread in threading.enumerate() if thread.name == "grade"]

    asyncio.run(asyncio.wait_for(cancelled(), 60))


def test_cancelled_before_anything_began_it_leaves_as_little(exercises: Path) -> None:
    before = children()

    async def cancelled() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await grade_async(STUCK, "tiny", exercises=exercises, sandbox="bubblewrap")

    asyncio.run(asyncio.wait_for(cancelled(), 60))
    assert children() <= before


def test_what_goes_wrong_in_its_thread_is_raised_where_it_is_awaited() -> None:
    with pytest.raises(UsageError, match="There is no exercise"):
        asyncio.run(grade_async(GOOD, "none of ours"))
