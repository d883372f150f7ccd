"""`grade audit`: finds an exercise that can be cheated, and says by which tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import real

from .conftest import Grade, one_sentence, tiny

WEAK = """
from solution import f

def test_other():
    assert f(1) != 2

def test_same():
    assert f(2) == 4
"""
# What is equal to everything passes this, because the suite asks the candidate's own object.
SELF_GRADED = """
from solution import f

def test_asks_the_candidate():
    assert f(1).__eq__(2) is True

def test_fair():
    assert [f(n) for n in (2, 3, 4)] == [4, 9, 16]

def test_fair_too():
    assert [f(n) for n in (5, 6, 7)] == [25, 36, 49]
"""
FAIR = """
from solution import f

def test_fair():
    assert [f(n) for n in (2, 3, 4)] == [4, 9, 16]
"""


def audit(run: Grade, folder: Path, suite: str, *arguments: str, sandbox: str = "bubblewrap"):  # type: ignore[no-untyped-def]
    return run(
        "audit", "--exercises", str(tiny(folder, suite)), "--sandbox", sandbox, "--seed", "7", *arguments
    )


def test_a_suite_that_gives_points_for_no_thought_is_found(run: Grade, here: Path, bubblewrap: None) -> None:
    done = audit(run, here, WEAK.replace("def test_same():\n    assert f(2) == 4\n", ""), "tiny")
    assert done.code == 4
    assert "Too easy: the best stub (" in done.out
    assert ": 1 of 1 points) has more than half." in done.out


def test_a_suite_that_lets_the_candidate_decide_is_found_with_the_test(
    run: Grade, here: Path, bubblewrap: None
) -> None:
    done = audit(run, here, SELF_GRADED)
    assert done.code == 4
    assert re.search(r"^  NO  cheat  equal to everything +1/3 +2 failed, 1 passed$", done.out, re.M)
    assert "gave points: hidden/test_tiny.py::test_asks_the_candidate\n" in done.out
    assert "gave points: hidden/test_tiny.py::test_fair" not in done.out


@pytest.mark.parametrize("sandbox", real.NAMES)
def test_a_fair_suite_is_clean(run: Grade, here: Path, sandbox: str) -> None:
    real.sandbox_or_skip(sandbox)
    done = audit(run, here, FAIR, sandbox=sandbox)
    assert (done.code, done.err) == (0, "")
    head, *rows, last, _ = done.out.split("\n")[:-1]
    assert head == f"tiny in {sandbox}, seed 7"
    assert [row for row in rows if not re.fullmatch(r"  ok  (stub |cheat)  .{28}  0/1 +1 [a-z]+", row)] == []
    assert re.fullmatch(r"  No cheat earned more than the best stub \(.*: 0 of 1 points\)\.", last)


def test_what_cannot_be_audited_is_said(run: Grade, here: Path, bubblewrap: None) -> None:
    assert "no exercise 'nothing'" in one_sentence(run("audit", "nothing"))
    done = audit(run, here, "from solution import f\n\ndef test_it():\n    nonsense\n")
    assert done.code == 4
    one_sentence(done)
