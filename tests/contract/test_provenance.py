"""A report names what really ran, in every sandbox."""

from __future__ import annotations

import re

from grader.environments import locks, ours
from grader.sandboxes.base import SandboxProvider
from tests import real

from .conftest import Grade

SUITE = "from solution import f\n\n\ndef test_f():\n    assert f() == 1\n"


def test_the_image_is_named_by_its_digest_where_there_is_one(grade: Grade, sandbox: SandboxProvider) -> None:
    held = grade(SUITE, "def f():\n    return 1\n").provenance
    assert held
    if sandbox.describe().kind == "docker":
        assert held.image_digest
        assert re.fullmatch(r"sha256:[0-9a-f]{64}", held.image_digest)
    else:
        assert held.image_digest is None
    assert re.fullmatch(r"\d+\.\d+.*", held.versions["pytest"])


VERSIONS = """
from importlib.metadata import distributions


def versions():
    return {library.name.lower().replace("_", "-"): library.version for library in distributions()}
"""


def test_what_can_be_imported_is_what_our_lock_says(grade: Grade) -> None:
    own = ours.environment(ours.USUAL)
    pinned = {name.lower(): version for name, version in locks.pinned(own.lock).items()}
    suite = f"import solution\n\n\ndef test_it():\n    assert solution.versions() == {pinned!r}\n"
    report = grade(suite, VERSIONS)
    assert real.verdicts(report) == {"test_it": "passed"}
    assert report.provenance and report.provenance.environment_digest == own.lock_digest


def test_two_gradings_of_one_exercise_are_made_under_the_same_conditions(grade: Grade) -> None:
    first, second = (grade(SUITE, f"def f():\n    return {number}\n").provenance for number in (1, 2))
    assert first == second
