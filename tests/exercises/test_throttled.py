"""The same verdicts on slow and on accepted submissions, however little of a processor there is."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.authoring.samples import Sample, samples
from grader.exercises.find import catalogue
from grader.machine.paths import shipped
from tests import real

pytestmark = pytest.mark.matrix

_PERIOD, _HALF = 100_000, 50_000  # microseconds
_BEYOND = ("timeout", "memory", "output")
Join = Callable[[], None]


def _chosen() -> Iterator[tuple[str, Sample]]:
    for exercise in catalogue(shipped("exercises")):
        kinds: dict[str, list[Sample]] = {}
        for sample in samples(exercise)[0]:
            kinds.setdefault(sample.kind, []).append(sample)
        for sample in (*kinds.get("slow", ()), *kinds["accepted"][:1]):
            yield exercise.slug, sample


CHOSEN = list(_chosen())


@pytest.fixture(scope="module")
def half_a_processor() -> Iterator[Join]:
    """A function by which a process takes itself, and what it starts, to half of a processor."""
    newer = not Path("/sys/fs/cgroup/cpu").is_dir()
    group = Path("/sys/fs/cgroup" if newer else "/sys/fs/cgroup/cpu", f"throttled-{os.getpid()}")
    try:
        group.mkdir()
        if newer:
            (group / "cpu.max").write_text(f"{_HALF} {_PERIOD}")
        else:
            (group / "cpu.cfs_period_us").write_text(str(_PERIOD))
            (group / "cpu.cfs_quota_us").write_text(str(_HALF))
    except OSError as exc:
        with contextlib.suppress(OSError):
            group.rmdir()
        pytest.skip(f"no control group for CPU time can be had here: {exc}")
    yield lambda: (group / "cgroup.procs").write_text(str(os.getpid())) and None
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:  # its processes may still be ending
        with contextlib.suppress(OSError):
            group.rmdir()
            return


@pytest.fixture
def neighbours() -> Iterator[None]:
    """Twice as many busy processes as there are processors."""
    started = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"])
        for _ in range(2 * len(os.sched_getaffinity(0)))
    ]
    try:
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def verdicts(slug: str, sample: Sample, join: Join | None = None) -> dict[str, str]:
    """The verdict of each test, as a grading in a process of its own finds them."""
    real.sandbox_or_skip("bubblewrap")
    path = shipped("exercises") / slug / "submissions" / sample.name
    done = subprocess.run(
        [
            sys.executable, "-P", "-m", "grader", "submit", str(path), "--exercise", slug, "--seed", "2024",
            "--sandbox", "bubblewrap", "--format", "json", "--audience", "assessor",
        ],
        capture_output=True, preexec_fn=join, check=False, timeout=600,
    )  # fmt: skip
    report = json.loads(done.stdout)
    assert report["problem"] is None, report["problem"]
    return {
        test["id"]: "beyond a limit" if test["verdict"] in _BEYOND else test["verdict"]
        for test in report["tests"]
    }


def expected(sample: Sample, found: dict[str, str]) -> bool:
    return (
        set(found.values()) == {"passed"} if sample.kind == "accepted" else "beyond a limit" in found.values()
    )


NAMES = [f"{slug}-{sample.name}" for slug, sample in CHOSEN]


@pytest.mark.parametrize(("slug", "sample"), CHOSEN, ids=NAMES)
def test_half_a_processor_changes_no_verdict(slug: str, sample: Sample, half_a_processor: Join) -> None:
    alone = verdicts(slug, sample)
    assert verdicts(slug, sample, half_a_processor) == alone
    assert expected(sample, alone)


@pytest.mark.parametrize(("slug", "sample"), CHOSEN, ids=NAMES)
def test_busy_neighbours_change_no_verdict(slug: str, sample: Sample, neighbours: None) -> None:
    beside = verdicts(slug, sample)
    assert expected(sample, beside)
