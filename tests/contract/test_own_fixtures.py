"""A fixture of the suite's own is that of the suite, even if it is named as one of ours."""

from __future__ import annotations

from .conftest import Verdicts

SUITE = """
import time

import pytest
from solution import now, run


class Clock:
    def now(self): return 5


@pytest.fixture
def program(): return ["push 1", "push 2", "add"]

@pytest.fixture
def clock(): return Clock()

@pytest.fixture
def web(): return ["push 7"]

@pytest.fixture
def facts(): return {"add": 3}


def test_program(program, facts):
    assert run(program) == facts["add"]

def test_clock(clock):
    began = time.monotonic()
    assert now(clock) == 5 and run(["wait"]) is None
    assert time.monotonic() - began > 0.1

def test_web(web, clock):
    assert run(web) == 7
"""
SOURCE = """
import time

def run(lines):
    stack = []
    for line in lines:
        word, *number = line.split()
        if word == "wait": return time.sleep(0.2)
        stack.append(int(number[0]) if number else stack.pop() + stack.pop())
    return stack[-1]

def now(clock):
    return clock.now()
"""
ON_TOP_OF_OURS = """
import time

import pytest
from solution import run


@pytest.fixture
def clock(clock): return clock

def test_virtual(clock):
    began = time.monotonic()
    for _ in range(300): run(["wait"])
    assert clock.now > 59 and time.monotonic() - began < 30
"""


def test_named_as_ours(verdicts: Verdicts) -> None:
    found = verdicts(SUITE, SOURCE)
    assert found == dict.fromkeys(found, "passed")
    assert len(found) == 3


def test_on_top_of_ours(verdicts: Verdicts) -> None:
    assert verdicts(ON_TOP_OF_OURS, SOURCE) == {"test_virtual": "passed"}
