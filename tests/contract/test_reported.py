"""What people reported of graders like this one, and the right behaviour, in every real sandbox."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader.errors import ExerciseError
from grader.render import view
from grader.report import Audience
from grader.sandboxes.base import SandboxProvider
from tests import real

from .conftest import Grade, Verdicts


def test_of_long_output_beginning_and_end_are_kept_and_what_is_missing_is_said(grade: Grade) -> None:
    suite = "from solution import f\ndef test_it(): assert f() == 1\n"
    source = "def f():\n    for number in range(20_000): print('line', number)\n    return 2\n"
    output = grade(suite, source).checks[0].output
    lines = output.splitlines()
    assert lines[0] == "line 0"
    assert lines[-1] == "line 19999"
    (gap,) = (line for line in lines if "left out" in line)
    printed = sum(len(f"line {number}\n") for number in range(20_000))
    kept = len(output) - len(f"\n{gap}\n")
    assert gap == f"… {printed - kept} bytes left out …"
    assert kept == 16 << 10


@pytest.mark.parametrize(
    ("suite", "said"),
    [
        (
            "from solution import f\ndef check_it(): ...\n",
            "its start (no test was collected: a test is a function",
        ),
    ],
)
def test_a_suite_without_a_test_is_its_authors_fault_and_says_why(
    grade: Grade, suite: str, said: str
) -> None:
    with pytest.raises(ExerciseError) as caught:
        grade(suite, "def f(): return 1\n", points=1)
    assert f"The suite is broken at {said}" in str(caught.value)


def test_what_is_read_of_the_tests_folder_is_not_told_as_a_call_of_the_suites(grade: Grade) -> None:
    suite = """
    import pytest
    from solution import f

    @pytest.mark.visible
    def test_it(tmp_path):
        assert f(1) is None
        assert (tmp_path / "out").exists()
    """
    told = grade(suite, "def f(x): return None\n").checks[0].message
    assert told.startswith("f(1) gave None")


BROKEN = """
import pytest
from solution import f

@pytest.fixture
def lacking():
    return {}["no such key"]

def test_one(): assert f() == 1
def test_two(lacking): assert f() == 1
def test_three(): assert f() == 1
def test_four(): int("no number")
def test_five(lacking): assert f() == 1
def test_six(): assert f() == 1
"""


@pytest.mark.parametrize("side_by_side", [1, 3])
def test_of_several_broken_tests_the_first_of_the_suite_is_named_whatever_the_order(
    sandbox: SandboxProvider, tmp_path: Path, side_by_side: int
) -> None:
    exercise = real.tiny_exercise(tmp_path / "tiny", BROKEN, side_by_side=side_by_side)
    for seed in range(6):
        with pytest.raises(ExerciseError, match=r"broken at hidden/test_tiny.py::test_two \(KeyError\)"):
            real.graded(exercise, b"def f(): return 1\n", sandbox, seed=seed)


def test_cases_of_one_visible_test_are_told_apart(grade: Grade) -> None:
    suite = '''
    import pytest
    from solution import f

    @pytest.mark.visible
    @pytest.mark.parametrize("number", [1, 2])
    def test_open(number):
        """is itself"""
        assert f(number) == number

    @pytest.mark.parametrize("number", [3, 4])
    def test_closed(number):
        """is itself, also in secret"""
        assert f(number) == number
    '''
    report = grade(suite, "def f(x): return x\n", points=4)
    titles = [check.title for check in view.shown(report, Audience.CANDIDATE)]
    assert titles == ["is itself [1]", "is itself [2]", *["is itself, also in secret"] * 2]
    assert view.shown(report, Audience.ASSESSOR)[2].title == "is itself, also in secret [3]"


SHOWN = """
from solution import f, wait

def test_order():
    assert f(1) == {1, 2}

def test_keys():
    found = f(2)
    assert found == 3

def test_keys_after_the_time():
    found = f(2)
    wait()

def test_others():
    assert f(0) == 0
"""


def test_what_is_shown_of_a_failure_is_neither_ordered_nor_hashed_inside(verdicts: Verdicts) -> None:
    """Or the failure would be the judge's, and all that come after it with it."""
    source = """
    import dataclasses
    import os
    import time

    @dataclasses.dataclass
    class Own:
        n: int
        asked = 0

        def __hash__(self):
            self.asked += 1
            return os._exit(0) if self.asked > 1 else self.n

        def __lt__(self, other):
            os._exit(0)

    def f(n):
        return [0, {Own(1), Own(2)}, {Own(1): 1, Own(2): 2}][n]

    def wait():
        time.sleep(60)
    """
    found = verdicts(SHOWN, source, wall_seconds=2)
    assert found.pop("test_keys_after_the_time") == "timeout" and found.pop("test_others") == "passed"
    assert set(found.values()) <= {"failed", "crashed"} and found["test_order"] == "failed"
    named = SHOWN.replace("import f", "import Own, f")
    assert verdicts(named, source, wall_seconds=2)["test_others"] == "passed"


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("Account().pay(3)", "Account.pay(3) gave None"),
        ("Account.count()", "Account.count() gave 0"),
        ("[each for each in (Account().pay,)][0](2)", "Account.pay(2) gave None"),
        ("Stack().index(5)", "Stack.index(5) raised ValueError"),
    ],
)
def test_a_method_is_told_by_its_name(grade: Grade, call: str, told: str) -> None:
    suite = f"""
    import pytest
    from solution import Account, Stack

    @pytest.mark.visible
    def test_it():
        assert {call} == 7
    """
    source = """
class Account:
    def pay(self, amount): self.amount = amount
    @classmethod
    def count(cls): return 0
class Stack(list): pass
"""
    assert grade(suite, source).checks[0].message.startswith(told)
