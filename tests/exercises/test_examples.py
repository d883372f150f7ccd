"""Exercises with libraries of their own are graded with these in every sandbox, by their committed locks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.exercises.environment import LOCK
from grader.exercises.manifest import load
from grader.report import Report
from tests import real

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
SLOW = pytest.mark.matrix  # scikit-learn is large
SLUGS = ["spending", "scraping", pytest.param("learning", marks=SLOW)]

IMMUTABLE = """
import os, sys
import numpy

def spending(purchases):
    folder = os.path.dirname(numpy.__file__)
    try:
        open(os.path.join(folder, "planted.py"), "w")
    except OSError:
        return None
    return "written"

def scaled(numbers):
    return sorted(name for name in ("aiohttp", "httpx", "click", "_pytest") if importable(name))

def importable(name):
    try:
        __import__(name)
    except ImportError:
        return False
    return True
"""


def graded(slug: str, source: bytes, sandbox: str) -> Report:
    return real.graded(load(EXAMPLES / slug), source, real.sandbox_or_skip(sandbox))


@pytest.mark.usual(2)
@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize("slug", SLUGS)
def test_the_right_one_passes_and_the_wrong_one_does_not(slug: str, sandbox: str) -> None:
    submissions = EXAMPLES / slug / "submissions"
    for path in sorted(submissions.glob("*/*.py")):
        report = graded(slug, path.read_bytes(), sandbox)
        assert report.score is not None
        assert report.score.passed == (path.parent.name == "accepted"), path
        assert report.provenance is not None
        assert report.provenance.environment_digest


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_libraries_cannot_be_changed_and_come_without_ours(sandbox: str) -> None:
    report = graded("spending", IMMUTABLE.encode(), sandbox)
    messages = {check.test.id.rpartition("::")[2]: check.message for check in report.checks}
    assert "written" not in str(messages)
    assert "'list' object has no attribute 'dtype'" in messages["test_scaled"]
    assert not re.search("aiohttp|httpx|click|_pytest", str(messages))


@pytest.mark.parametrize("slug", ["spending", "scraping", "learning"])
def test_a_committed_lock_fits_and_names_no_registry(slug: str) -> None:
    exercise = load(EXAMPLES / slug)
    assert exercise.environment is not None
    assert exercise.environment.is_locked
    text = (EXAMPLES / slug / LOCK).read_text("utf-8")
    assert not re.search(r"://|--index|--find-links", text)
