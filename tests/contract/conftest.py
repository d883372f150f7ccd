"""Every promise is kept by every real sandbox, alone or among many: one fixture."""

from __future__ import annotations

import contextlib
import itertools
import os
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from tests import real

Grade = Callable[..., Report]
Verdicts = Callable[..., dict[str, str]]
_ABOUT_WALLS = (
    "test_accounts", "test_apart", "test_batch", "test_endings", "test_files", "test_freshness",
    "test_processes", "test_protections", "test_tidiness", "test_unseen", "test_walls",
)  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Runs tests of walls in forked sandboxes too; what goes through a stream is the same in all.

    A bubblewrap alone has the walls of a forked one, and a stream is a stream in Docker: these are a matrix.
    So is everything in Podman.
    """
    if "sandbox_name" in metafunc.fixturenames:
        module = metafunc.module.__name__.rpartition(".")[2]
        about_walls = module in _ABOUT_WALLS
        again = "bubblewrap" if about_walls else "docker", real.PODMAN
        names = (*real.NAMES, real.FORKED) if about_walls else real.NAMES
        cases = [real.case(name, name, usual=name not in again) for name in (*names, real.PODMAN)]
        metafunc.parametrize("sandbox_name", cases)


@pytest.fixture
def sandbox(sandbox_name: str) -> Iterator[SandboxProvider]:
    with contextlib.closing(real.Sandboxes()) as sandboxes:
        yield sandboxes.named(sandbox_name)


@pytest.fixture
def grade(
    sandbox: SandboxProvider,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> Grade:
    """A function that grades `source` with the hidden suite `suite`; other keywords are for the manifest."""
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path_factory.getbasetemp())))
    numbers = itertools.count()

    def run(suite: str, source: str | bytes, inside: SandboxProvider = sandbox, **manifest: object) -> Report:
        exercise = real.tiny_exercise(tmp_path / f"exercise{next(numbers)}", suite, **manifest)
        content = source if isinstance(source, bytes) else textwrap.dedent(source).encode()
        report = real.graded(exercise, content, inside)
        for check in report.checks:
            print(check.test.id, check.verdict, check.message)  # for whoever reads why a test failed
        return report

    return run


@pytest.fixture
def verdicts(grade: Grade) -> Verdicts:
    """A function that grades as `grade` does, and gives the verdict of each test by its name."""

    def run(suite: str, source: str | bytes, **manifest: object) -> dict[str, str]:
        return real.verdicts(grade(suite, source, **manifest))

    return run


@pytest.fixture(autouse=True)
def _no_process_is_left() -> Iterator[None]:
    before = _children()
    yield
    assert _children() - before == set()


def _children() -> set[str]:
    pids: set[str] = set()
    for task in os.listdir("/proc/self/task"):
        with contextlib.suppress(FileNotFoundError):  # a thread that ended meanwhile
            pids.update(Path(f"/proc/self/task/{task}/children").read_text().split())
    return pids
