"""The judge against what it is given: what ends it is the candidate's failure, and only then."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from grader.errors import ExerciseError, InfrastructureError
from grader.exercises.manifest import load
from grader.grading.many import Judges
from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from tests import real

GradeWith = Callable[..., Report]
SOURCE = b"def f(x=1):\n    return x\n"
# Any of them may come first: what matters is what happens to the one in the middle, and that all are told.
SUITE = """
import os, signal, sys
import pytest
from solution import f

def test_before():
    assert f(1) == 1

def test_it():
    {}

def test_after():
    assert f(3) == 3
"""
OTHERS = {"passed", "not_run"}


@pytest.fixture(params=["started", "forked"])
def graded(
    request: pytest.FixtureRequest, sandbox: SandboxProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[GradeWith]:
    """The report on `SOURCE`, or another one, by a judge that was started or forked for it."""
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path)))
    with contextlib.closing(Judges()) as judges:

        def run(
            suite: str,
            source: bytes = SOURCE,
            *,
            judge_mb: int = 1024,
            conftest: str = "",
            **manifest: object,
        ) -> Report:
            folder = tmp_path / "exercise"
            real.tiny_exercise(folder, suite, **manifest)
            with (folder / "exercise.toml").open("a") as file:
                file.write(f"judge_memory_mb = {judge_mb}\n")
            (folder / "conftest.py").write_text(textwrap.dedent(conftest))
            exercise = load(folder)
            judge = judges.judge(exercise) if request.param == "forked" else None
            return real.graded(exercise, source, sandbox, judge=judge)

        yield run


@pytest.mark.parametrize(
    "end",
    [
        "os.kill(os.getpid(), signal.SIGSEGV)",
        "os.kill(os.getpid(), signal.SIGABRT)",
        "os._exit(0)",
        "os._exit(1)",
        "raise KeyboardInterrupt",
    ],
)
def test_a_judge_that_ends_after_an_answer_is_a_crash_and_not_a_lost_score(
    graded: GradeWith, end: str
) -> None:
    report = graded(SUITE.format(f"f(2); {end}"))
    found = real.verdicts(report)
    assert found.pop("test_it") == "crashed"
    assert set(found.values()) <= OTHERS
    assert report.score is not None and report.score.max_points == 3 and report.score.points < 3
    remarks = {check.verdict.value: check.remark for check in report.checks}
    assert remarks["crashed"] == "the process that checks the answers broke on one of this code's"


@pytest.mark.parametrize("end", ["os.kill(os.getpid(), signal.SIGSEGV)", "os._exit(1)"])
def test_a_judge_that_ends_before_it_asked_for_anything_is_nobodys_score(graded: GradeWith, end: str) -> None:
    with pytest.raises(InfrastructureError, match="ended early"):
        graded(f"import os, signal\n\ndef test_it():\n    {end}\n")


@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM"])
def test_a_judge_that_somebody_ends_costs_no_points(graded: GradeWith, name: str) -> None:
    end = f"signal.signal(signal.{name}, signal.SIG_DFL)" if name != "SIGKILL" else "pass"
    with pytest.raises(InfrastructureError, match="ended early"):
        graded(SUITE.format(f"f(2); {end}; os.kill(os.getpid(), signal.{name})"))


def test_a_judge_that_is_killed_when_it_is_full_is_a_crash(graded: GradeWith) -> None:
    """As the kernel does when memory is short."""
    # A peak below that of who started it says nothing, and this process may have run anything before.
    Path("/proc/self/clear_refs").write_text("5")  # forgets the peak
    report = graded(SUITE.format("held = f(2) * bytes(300 << 20); os.kill(os.getpid(), signal.SIGKILL)"))
    assert real.verdicts(report)["test_it"] == "crashed"


@pytest.mark.parametrize(
    "what",
    [
        "pytest.exit('that is enough', 0)",
        "sys.exit(0)",
        "raise BaseExceptionGroup('x', [KeyError(1), SystemExit(0)])",
    ],
)
def test_what_a_suite_does_to_end_a_run_after_an_answer_fails_that_test(graded: GradeWith, what: str) -> None:
    found = real.verdicts(graded(SUITE.format(f"f(2); {what}")))
    assert found == {"test_before": "passed", "test_it": "failed", "test_after": "passed"}


@pytest.mark.parametrize("when", ["setup", "call", "teardown"])
def test_what_goes_wrong_while_an_answer_is_reported_fails_that_test(graded: GradeWith, when: str) -> None:
    conftest = f"""
        import pytest

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_makereport(item, call):
            report = yield
            if item.name == "test_it" and call.when == "{when}":
                raise RuntimeError("from a hook")
            return report

        @pytest.fixture
        def asked():
            from solution import f
            return f(5)
    """
    suite = SUITE.format("assert asked == 5").replace("test_it()", "test_it(asked)")
    found = real.verdicts(graded(suite, conftest=conftest))
    assert found == {"test_before": "passed", "test_it": "failed", "test_after": "passed"}


def test_what_a_fixture_brings_from_another_test_is_still_the_candidates(graded: GradeWith) -> None:
    suite = """
    import pytest
    from solution import f

    @pytest.fixture(scope="module")
    def answers():
        return f()

    @pytest.mark.parametrize("name", ["a", "b", "c"])
    def test_each(answers, name):
        assert answers[name] == 1
    """
    report = graded(suite, b"def f():\n    return {}\n", points=3)
    assert set(real.verdicts(report).values()) == {"failed"}


def test_a_suite_that_breaks_before_it_asks_is_its_authors_fault(graded: GradeWith) -> None:
    with pytest.raises(ExerciseError, match="broken"):
        graded(SUITE.format("raise KeyError('mine')"))


def test_a_judge_has_no_more_memory_than_the_manifest_says(graded: GradeWith) -> None:
    found = real.verdicts(graded(SUITE.format("held = [0] * f(1 << 26)"), judge_mb=256))
    assert found == {"test_before": "passed", "test_it": "memory", "test_after": "passed"}


def test_a_judge_has_the_memory_that_the_manifest_says(graded: GradeWith) -> None:
    found = real.verdicts(graded(SUITE.format("assert len([0] * f(1 << 26)) > 0"), judge_mb=1024))
    assert set(found.values()) == {"passed"}


def test_what_a_suite_keeps_over_all_tests_is_bounded_too(graded: GradeWith) -> None:
    suite = """
    import pytest
    from solution import f

    KEPT = []

    @pytest.mark.parametrize("number", range(8))
    def test_each(number):
        KEPT.extend(f() for _ in range(3))
        assert number in KEPT[-1]

    @pytest.mark.parametrize("number", range(3))
    def test_without_a_question(number):
        assert len(bytearray(1 << 20)) == 1 << 20
    """
    source = b"def f():\n    return list(range(1 << 40, (1 << 40) + 200_000)) + list(range(9))\n"
    report = graded(suite, source, judge_mb=128, points=11)
    found = real.verdicts(report)
    assert {found[f"test_each[{number}]"] for number in range(8)} == {"passed", "memory"}
    assert set(found.values()) <= {"passed", "memory"}


@pytest.mark.matrix
def test_garbage_of_one_test_is_not_in_the_way_of_the_next(graded: GradeWith) -> None:
    suite = """
    import pytest
    from solution import f

    @pytest.mark.parametrize("number", range(6))
    def test_each(number):
        held = [f() for _ in range(3)]
        held.append(held)
        assert len(held) == 4
    """
    source = b"def f():\n    return list(range(1 << 40, (1 << 40) + 400_000))\n"
    report = graded(suite, source, judge_mb=160, points=6)
    assert set(real.verdicts(report).values()) == {"passed"}


PEAK = """
import itertools
import pytest
from solution import f

def peak_mb():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) >> 10 for line in file if line.startswith("VmHWM"))

{}
"""


def test_a_length_that_is_claimed_takes_no_memory(graded: GradeWith) -> None:
    suite = PEAK.format("""
import sys

TAKES = [list, sorted, len, lambda it: [*it], lambda it: (*it,)]
TAKES += [tuple] if sys.version_info < (3, 14) else [list]  # from 3.14 on it asks for no length

@pytest.mark.parametrize("claim", [1_000_001, 1 << 27, 1 << 31, 1 << 40, (1 << 63) - 1])
@pytest.mark.parametrize("take", TAKES)
def test_it(claim, take):
    with pytest.raises(OverflowError):
        take(f(claim))
    assert peak_mb() < 150
""")
    source = b"class f:\n    def __init__(self, claim): self.claim = claim\n"
    source += b"    def __len__(self): return self.claim\n    def __iter__(self): return iter(())\n"
    assert set(real.verdicts(graded(suite, source, points=30)).values()) == {"passed"}


@pytest.mark.matrix
def test_small_messages_do_not_fill_the_judge(graded: GradeWith) -> None:
    suite = PEAK.format("""
KEPT = []

def test_it():
    for item in f():
        KEPT.append(item)

def test_other():
    KEPT.clear()

def test_peak():
    assert peak_mb() < 700
""")
    source = b"def f():\n    item = [set() for _ in range(400_000)]\n    while True: yield item\n"
    # To make that many takes a busy machine long, in there as well.
    found = real.verdicts(graded(suite, source, cpu_seconds=100, wall_seconds=200))
    assert found == {"test_it": "error", "test_other": "passed", "test_peak": "passed"}


def test_a_coroutine_that_the_candidate_never_lets_end_costs_one_test(graded: GradeWith) -> None:
    suite = """
import asyncio

import pytest
from solution import f

async def nap(seconds):
    await asyncio.sleep(seconds)

@pytest.mark.limits(wall_seconds=1)
async def test_it():
    await f(nap)

@pytest.mark.requires("test_it")
def test_needs_it():
    pass

def test_other():
    assert f(None) is None
"""
    source = b"def f(nap):\n    return nap and nap(1e6)\n"
    found = real.verdicts(graded(suite, source, points=3))
    assert found == {"test_it": "timeout", "test_needs_it": "not_run", "test_other": "passed"}
