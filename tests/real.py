"""Real sandboxes for tests: which there are here, and grading in one of them as `grade submit` does it."""

from __future__ import annotations

import contextlib
import functools
import os
import re
import textwrap
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet  # what `pytest.param` gives

from grader.errors import GraderError
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.grading.grade import grade
from grader.grading.order import Order, Watcher
from grader.judge.handle import JudgeHandle
from grader.machine import paths
from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from grader.sandboxes.bubblewrap.forked import ForkedBubblewraps
from grader.sandboxes.registry import choose
from grader.selftest.answers import python_inside
from grader.submissions.submission import Submission
from tests import podman

NAMES = ("docker", "bubblewrap")
# Exercises whose libraries take long to fetch: of these but one case is run each time.
LARGE = frozenset({"evaluate_model"})
# Docker's sandbox with another engine; all that holds for Docker holds for it.
PODMAN = "podman"
# bubblewrap as a batch has it.
FORKED = "forked"
# Names the sandboxes, with commas between, whose absence is a failure; that of others skips a test.
REQUIRED = "GRADE_REQUIRE_SANDBOXES"
# Where libraries are installed once for all tests: in the cache of whoever runs them.
_INSTALLED = paths.cache().absolute() / "environments"


def cache(folder: Path) -> Path:
    """A cache in `folder`, of its own but for the installed libraries."""
    made = folder / "cache"
    made.mkdir(parents=True, exist_ok=True)
    _INSTALLED.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError):
        (made / "environments").symlink_to(_INSTALLED)
    return made


def case(value: object, name: str, *, usual: bool) -> ParameterSet:
    """One case of a parametrized test; where it is not a `usual` one it belongs to the matrix."""
    return pytest.param(value, id=name, marks=[] if usual else [pytest.mark.matrix])


def required() -> list[str]:
    """The names of the sandboxes whose absence is a failure."""
    names = [name.strip() for name in os.environ.get(REQUIRED, "").split(",") if name.strip()]
    unknown = set(names).difference((*NAMES, PODMAN))
    assert not unknown, f"{REQUIRED} names no sandbox of ours: {unknown}"
    return names


def sandbox_or_skip(name: str) -> SandboxProvider:
    """The sandbox called `name`, ready to be opened; skips or fails the test where it does not work."""
    sandbox_or_error = _tried(name)
    if not isinstance(sandbox_or_error, GraderError):
        return sandbox_or_error
    if name in required():
        pytest.fail(f"{name} is required by {REQUIRED}, but: {sandbox_or_error}")
    pytest.skip(f"no {name} here: {sandbox_or_error}")


class Sandboxes:
    """Sandboxes that several tests share, `FORKED` among them, until it is closed."""

    def __init__(self) -> None:
        self._forked = ForkedBubblewraps()

    def named(self, name: str) -> SandboxProvider:
        """The sandbox called `name`, ready to be opened; skips or fails as `sandbox_or_skip` does."""
        if name != FORKED:
            return sandbox_or_skip(name)
        sandbox_or_skip("bubblewrap")
        return self._forked

    def close(self) -> None:
        self._forked.close()


@functools.cache
def _tried(name: str) -> SandboxProvider | GraderError:
    try:
        sandbox = podman.sandbox() if name == PODMAN else choose(name)
        sandbox.prepare(lambda text: None)
        python_inside(sandbox, Submission("probe.py", b"pass\n"))
    except GraderError as exc:
        return exc
    return sandbox


MANIFEST = """\
schema = 1
title = "Tiny"
version = "1.0.0"
summary = "An exercise made by a test."
names = ["f"]
points = {points}
bonus_points = 0
libraries = []
loopback = {loopback}
side_by_side = {side_by_side}

[limits]
cpu_seconds = {cpu_seconds}
wall_seconds = {wall_seconds}
memory_mb = {memory_mb}
processes = {processes}
output_kb = {output_kb}
"""
# Generous where a test is not about that limit: nothing on a busy machine may come near.
USUAL: dict[str, object] = {
    "loopback": "false", "cpu_seconds": 20, "wall_seconds": 60, "memory_mb": 256, "processes": 64,
    "output_kb": 16384, "side_by_side": 1,
}  # fmt: skip


def tiny_exercise(folder: Path, suite: str, **manifest: object) -> Exercise:
    """An exercise with one hidden suite, each test worth one point."""
    suite = textwrap.dedent(suite)
    points = manifest.pop("points", len(re.findall(r"^\s*(?:async )?def test_", suite, re.M)))
    hidden = folder / "hidden"
    hidden.mkdir(parents=True)
    (hidden / "test_tiny.py").write_text(suite, "utf-8")
    (folder / "exercise.toml").write_text(MANIFEST.format(points=points, **USUAL | manifest), "utf-8")
    return load(folder)


def graded(
    exercise: Exercise,
    source: bytes | Submission,
    sandbox: SandboxProvider,
    *,
    seed: int = 1,
    watcher: Watcher | None = None,
    judge: JudgeHandle | None = None,
) -> Report:
    """The report on `source`; the sandbox is gone when this returns."""
    submission = source if isinstance(source, Submission) else Submission("solution.py", source)
    order = Order(submission, exercise, seed=seed, may_spread=True)
    return grade(order, lambda: sandbox, judge or JudgeHandle(), watcher)


def verdicts(report: Report) -> dict[str, str]:
    """The verdict of each test by the test's name."""
    return {check.test.id.rpartition("::")[2]: check.verdict.value for check in report.checks}
