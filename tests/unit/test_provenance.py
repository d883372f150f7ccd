"""What a report says of the conditions: it changes with what decides a verdict, and with nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader import __version__
from grader.environments import inside, locks, ours
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.grading.provenance import provenance
from grader.machine.paths import package
from tests import real

TEST = "def test_f():\n    pass\n"


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return real.tiny_exercise(tmp_path / "tiny", TEST)


def test_the_versions_are_those_that_run(exercise: Exercise) -> None:
    found = provenance(exercise, pytest=pytest.__version__, image_digest=None)
    python = "{}.{}.{}".format(*sys.version_info)
    assert found.versions["grade"] == __version__
    assert found.versions["python"].startswith(python)
    assert found.versions["pytest"] == pytest.__version__


def test_the_digest_of_the_suite_changes_with_a_test_and_not_with_the_manifest(exercise: Exercise) -> None:
    suite, whole = exercise.suite_digest(), exercise.digest()
    assert suite != whole
    manifest = exercise.folder / "exercise.toml"
    manifest.write_text(manifest.read_text("utf-8") + "# a remark\n", "utf-8")
    assert (exercise.suite_digest(), exercise.digest() == whole) == (suite, False)
    test = exercise.folder / "hidden" / "test_tiny.py"
    test.write_text(test.read_text("utf-8") + "\n", "utf-8")
    assert exercise.suite_digest() != suite


def test_a_test_under_another_name_is_another_suite(exercise: Exercise) -> None:
    suite = exercise.suite_digest()
    test = exercise.folder / "hidden" / "test_tiny.py"
    test.rename(test.with_name("test_other.py"))
    assert exercise.suite_digest() != suite


def test_the_digest_of_the_environment_is_that_of_the_locks_inside(tmp_path: Path) -> None:
    usual = provenance(real.tiny_exercise(tmp_path / "usual", TEST), pytest="", image_digest=None)
    assert usual.environment_digest == ours.environment(ours.USUAL).lock_digest
    for_tests = real.tiny_exercise(tmp_path / "tests", TEST)
    manifest = for_tests.folder / "exercise.toml"
    manifest.write_text(manifest.read_text().replace("libraries = []", 'libraries = ["pytest"]'))
    with_pytest = provenance(load(for_tests.folder), pytest="", image_digest=None)
    assert with_pytest.environment_digest != usual.environment_digest


def test_our_own_locks_belong_to_their_requirements() -> None:
    for name in ours.NAMES:
        own = ours.environment(name)
        assert own.is_locked
        assert set(own.names) < set(locks.pinned(own.lock))


def test_the_digest_of_the_worker_is_over_what_runs_inside() -> None:
    names = [name for name, _ in inside.files()]
    assert {"start.py", "worker/supervisor.py", "grader/wire/decoder.py"} < set(names)
    assert {f"grader/wire/{path.name}" for path in package("wire").glob("*.py")} < set(names)
