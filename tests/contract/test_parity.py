"""A verdict here is pytest's verdict: one suite of usual idioms, in a sandbox and in plain pytest."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import Future
from pathlib import Path

import pytest

from grader.authoring.parity import Compared, compare, parity
from grader.authoring.rules import Graded
from grader.authoring.samples import Sample
from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from grader.submissions.submission import Submission
from tests import real

from .conftest import Grade
from .mistakes import (
    ASYNC_FAULTS,
    CLASSES_FAULTS,
    DERIVED_FAULTS,
    FAULTS,
    LENT_FAULTS,
    LIBRARY_FAULTS,
    MORE_FAULTS,
    NOTICED_FAULTS,
)

HERE = Path(__file__).parent / "parity"
_PAIRS = ("", "more_", "derived_", "library_", "lent_", "noticed_", "classes_")
SUITE, MORE_SUITE, DERIVED_SUITE, LIBRARY_SUITE, LENT_SUITE, NOTICED_SUITE, CLASSES_SUITE = (
    (HERE / f"{more}suite.py").read_text() for more in _PAIRS
)
_SOLUTIONS = [(HERE / f"{more}solution.py").read_text() for more in _PAIRS]
SOLUTION, MORE_SOLUTION, DERIVED_SOLUTION, LIBRARY_SOLUTION, LENT_SOLUTION, NOTICED_SOLUTION = _SOLUTIONS[:6]
CLASSES_SOLUTION = _SOLUTIONS[6]
ASYNC_SUITE = "".join((HERE / f"{part}_suite.py").read_text() for part in ("async", "tasks"))
ASYNC_SOLUTION = (HERE / "async_solution.py").read_text()
PLUGIN = """
import asyncio, inspect, pytest

@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem):
    if inspect.iscoroutinefunction(pyfuncitem.obj):
        asyncio.run(pyfuncitem.obj())
        return True
"""


def plain(folder: Path, solution: str, suite: str = SUITE) -> dict[str, bool]:
    """Which tests pass where suite and solution run in one process."""
    folder.mkdir()
    for name, text in (("test_it", suite), ("solution", solution), ("coroutine_tests", PLUGIN)):
        (folder / f"{name}.py").write_text(text)
    options = ["-rA", "-q", "-p", "no:cacheprovider", "-p", "no:asyncio", "-p", "coroutine_tests"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, "test_it.py"],
        cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}, check=False,
    )  # fmt: skip
    found = re.findall(r"^(PASSED|FAILED|ERROR) test_it\.py::(\S+)", done.stdout, re.MULTILINE)
    return {name: word == "PASSED" for word, name in found}


def here(report: Report) -> dict[str, bool]:
    """Which tests pass in a grading."""
    assert report.problem is None
    return {check.test.id.partition("::")[2]: check.verdict.value == "passed" for check in report.checks}


def _agree(grade: Grade, folder: Path, suite: str, solution: str, change: tuple[str, str]) -> None:
    assert change[0] in solution
    changed = solution.replace(*change)
    expected = plain(folder / "plain", changed, suite)
    if not expected:  # the suite cannot be imported with it, and no test has a verdict of its own
        expected = dict.fromkeys(plain(folder / "right", solution, suite), False)
    found = here(grade(suite, changed, points=len(expected)))
    known = {name: passed for name, passed in found.items() if name in expected}
    assert len(known) >= 0.9 * len(expected) > 8  # others are named by what a parameter is
    assert {name: passed for name, passed in known.items() if passed is not expected[name]} == {}
    assert all(expected.values()) is (change[0] == change[1])


@pytest.mark.parametrize("fault", ["", *MORE_FAULTS])
def test_so_have_those_of_less_usual_idioms(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, MORE_SUITE, MORE_SOLUTION, MORE_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *FAULTS])
def test_each_test_has_the_verdict_of_plain_pytest(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, SUITE, SOLUTION, FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *DERIVED_FAULTS])
def test_so_have_those_with_classes_below_the_candidates(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, DERIVED_SUITE, DERIVED_SOLUTION, DERIVED_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *LIBRARY_FAULTS])
def test_so_have_those_about_the_standard_library(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, LIBRARY_SUITE, LIBRARY_SOLUTION, LIBRARY_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *NOTICED_FAULTS])
def test_so_have_those_that_notice_something_by_the_way(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, NOTICED_SUITE, NOTICED_SOLUTION, NOTICED_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *LENT_FAULTS])
def test_so_have_those_that_lend_generators_and_coroutine_functions(
    grade: Grade, tmp_path: Path, fault: str
) -> None:
    _agree(grade, tmp_path, LENT_SUITE, LENT_SOLUTION, LENT_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *CLASSES_FAULTS])
def test_so_have_those_that_pass_classes_in(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, CLASSES_SUITE, CLASSES_SOLUTION, CLASSES_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize("fault", ["", *ASYNC_FAULTS])
def test_so_have_those_that_await(grade: Grade, tmp_path: Path, fault: str) -> None:
    _agree(grade, tmp_path, ASYNC_SUITE, ASYNC_SOLUTION, ASYNC_FAULTS.get(fault, ("", "")))


@pytest.mark.parametrize(
    "change",
    [
        ("class Shape(ABC):", "def Shape(*a): pass\nclass Other(ABC):"),
        ("count = 0", "count = 0\n    def __init_subclass__(cls): raise ValueError('no')"),
        ("class Shape(ABC):", "Shape = 7\nclass Other(ABC):"),
        ("count = 0", "count = 0\n    def __new__(cls, *a, **k): raise KeyError('no')"),
    ],
    ids=["a function", "refuses", "a number", "no object"],
)
def test_what_no_class_can_derive_from_fails_the_suites_module(grade: Grade, change: tuple[str, str]) -> None:
    report = grade(DERIVED_SUITE, DERIVED_SOLUTION.replace(*change), points=DERIVED_SUITE.count("def test_"))
    assert report.problem is None
    assert {check.verdict.value for check in report.checks} <= {"failed", "error"}


def test_tests_by_the_clock_are_counted_and_not_compared(sandbox: SandboxProvider, tmp_path: Path) -> None:
    suite = """
    from solution import nap

    def test_time(clock):
        nap()
        assert clock.now() == 60

    def test_usual():
        assert nap.__name__ == "nap"
    """
    submission = Submission("accepted/nap.py", b"import time\ndef nap(): time.sleep(60)\n")
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    graded = Graded(Sample("accepted", submission), real.graded(exercise, submission, sandbox))
    compared = compare(exercise, graded, 1, sandbox)
    assert (compared.agreeing, len(compared.own_fixtures), compared.differences) == (1, 1, [])
    done = Future[Compared]()
    done.set_result(compared)
    finding = parity([graded], [done], lambda done, of: None)
    assert finding.summary == "1 test x 1 submission agree"
    assert finding.notes == ("1 more test with fixtures that plain pytest does not have",)


def test_who_deceives_plain_pytest_is_told_apart_where_it_is_meant_to(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    suite = """
    from solution import f

    def test_value():
        assert f() == 7
    """
    liar = Submission("liar.py", b"class Liar:\n    __eq__ = lambda *a: True\ndef f(): return Liar()\n")
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    report = real.graded(exercise, liar, sandbox)
    hostile, wrong = (
        compare(exercise, Graded(Sample(kind, liar), report), 1, sandbox) for kind in ("hostile", "wrong")
    )
    assert (hostile.deceived, hostile.differences) == (1, [])
    assert (wrong.deceived, len(wrong.differences)) == (0, 1)


def test_a_missing_name_costs_the_module_that_needs_it(sandbox: SandboxProvider, tmp_path: Path) -> None:
    exercise = real.tiny_exercise(
        tmp_path / "tiny", "from solution import f\n\ndef test_f():\n    assert f() == 7\n", points=2
    )
    other = "from solution import g\n\ndef test_g():\n    assert g() == 7\n"
    (tmp_path / "tiny/hidden/test_other.py").write_text(other)
    half = Submission("half.py", b"def f(): return 7\n")
    report = real.graded(exercise, half, sandbox)
    found = compare(exercise, Graded(Sample("wrong", half), report), 1, sandbox)
    assert real.verdicts(report) == {"test_f": "passed", "test_g": "error"}
    assert (found.agreeing, found.differences) == (2, [])


def test_what_lies_inside_is_no_copy_in_plain_pytest_either(sandbox: SandboxProvider, tmp_path: Path) -> None:
    suite = """
    from solution import numbers

    def test_objects(sandbox):
        held = sandbox.make("[n, iter(n)]", n=numbers())
        sandbox.make("held.append(iter(held[1]))", held=held)
        assert sandbox.value(sandbox.make("[held[2] is held[1], next(held[1])]", held=held)) == [True, 3]
        assert sandbox.value(sandbox.make("[next(it)]", it=held[2])) == [4]

    def test_values(sandbox):
        mine = [1, [2]]
        theirs = sandbox.make("mine", mine=mine)
        sandbox.make("theirs[1].append(3)", theirs=theirs)
        assert mine == [1, [2]] and sandbox.value(theirs) == [1, [2, 3]]
    """
    submission = Submission(
        "accepted/n.py", b"class N:\n    def __iter__(self): yield from (3, 4)\ndef numbers(): return N()\n"
    )
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    graded = Graded(Sample("accepted", submission), real.graded(exercise, submission, sandbox))
    assert set(real.verdicts(graded.report).values()) == {"passed"}
    compared = compare(exercise, graded, 1, sandbox)
    assert (compared.agreeing, compared.differences) == (2, [])


def test_plain_pytest_finds_nothing_of_this_grader_in_its_process(
    sandbox: SandboxProvider, tmp_path: Path
) -> None:
    suite = """
    import sys
    import worker
    from solution import modules

    def test_modules():
        assert worker.OWN and modules() == ["worker", "__main__"]
    """
    exercise = real.tiny_exercise(tmp_path / "tiny", suite)
    (tmp_path / "tiny/hidden/worker.py").write_text("OWN = True\n")
    text = b"""
import sys
def modules():
    named = [name for name in sys.modules if name.partition(".")[0] in ("worker", "grader", "__main__")]
    return sorted(named, reverse=True)
"""
    submission = Submission("modules.py", text)
    graded = Graded(Sample("wrong", submission), real.graded(exercise, submission, sandbox))
    assert real.verdicts(graded.report) == {"test_modules": "failed"}  # there the suite is outside
    (difference,) = compare(exercise, graded, 1, sandbox).differences
    assert difference.plain == "passed"
