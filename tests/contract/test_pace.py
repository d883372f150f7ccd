"""How long a submission may take, by what it does: in every sandbox, with real time."""

from __future__ import annotations

import pytest

from grader.judge.events import HOPELESS
from grader.report import Verdict

from .conftest import Grade, Verdicts

SUITE = """
    import pytest
    from solution import answer

    @pytest.mark.parametrize("number", range(20))
    def test_it(number):
        assert answer(number) == number
"""
TIGHT = {"points": 20, "cpu_seconds": 1, "wall_seconds": 5}


@pytest.mark.parametrize("how", ["while True: pass", "import time; time.sleep(1000)"])
@pytest.mark.parametrize("where", ["def answer(number):\n    ", ""])
def test_what_hangs_everywhere_is_not_run_through_all_tests(grade: Grade, how: str, where: str) -> None:
    report = grade(SUITE, f"{where}{how}\n", **TIGHT)
    assert {check.verdict for check in report.checks} == {Verdict.TIMEOUT}
    told = [f"{check.remark}{check.message}".startswith("not run") for check in report.checks]
    assert told.count(False) == 1
    # Twice the limit, and a little for each of the others, which one after the other would take 100 s; and as
    # much again where the machine was slow.
    assert sum(check.wall_seconds for check in report.checks) < 35


def test_what_hangs_in_some_tests_loses_no_point_in_the_others(verdicts: Verdicts) -> None:
    """Also where the others sleep for longer than is tried, and the order is chance."""
    source = """
        import time
        def answer(number):
            if number % 3 == 0:
                time.sleep(1000)
            if number % 3 == 1:
                time.sleep(1)
            return number
    """
    suite = SUITE.replace("range(20)", "range(7)")
    found = verdicts(suite, source, points=7, cpu_seconds=1, wall_seconds=3)
    assert found == {f"test_it[{n}]": "passed" if n % 3 else "timeout" for n in range(7)}


def test_what_a_shown_test_that_runs_again_behind_hidden_ones_prints_is_not_shown(grade: Grade) -> None:
    """It could be what the hidden ones were asked."""
    suite = """
        import pytest
        from solution import answer

        @pytest.mark.visible
        @pytest.mark.parametrize("number", range(2))
        def test_shown(number):
            assert answer(number) == number

        def test_hidden():
            assert answer(7) == 7
    """
    source = """
        import time
        def answer(number):
            print("printed", flush=True)
            if number < 2:
                time.sleep(2)
                return -1
            return number
    """
    # The first one runs out of time, the second one is tried, the hidden one ends otherwise: both run again.
    report = grade(suite, source, points=3, cpu_seconds=0.3, wall_seconds=1.5)
    shown = [check for check in report.checks if "shown" in check.test.id]
    assert [check.verdict for check in shown] == [Verdict.TIMEOUT, Verdict.TIMEOUT]
    assert [check.output for check in shown] == ["", ""]
    assert HOPELESS not in [check.remark for check in report.checks]


def test_a_file_cannot_make_the_machine_look_slow(grade: Grade) -> None:
    source = """
        import gc, os, sys, threading, time
        for name in ("thread_time", "process_time", "monotonic", "perf_counter"):
            setattr(time, name, lambda: 1e9)
        sys.setswitchinterval(1e-6)
        def answer(number):
            for _ in range(3):
                if os.fork() == 0:
                    while True: pass
            try:
                os.nice(19)
                os.sched_setaffinity(0, {0})
                os.kill(1, 15)
                os.setpriority(os.PRIO_PROCESS, 1, 19)
            except OSError:
                pass
            while True: pass
    """
    suite = SUITE.replace("range(20)", "range(2)")
    report = grade(suite, source, points=2, cpu_seconds=0.5, wall_seconds=5)
    assert {check.verdict for check in report.checks} == {Verdict.TIMEOUT}
    assert report.sandbox is not None and report.provenance is not None
    # Four is the most that a file could gain; what neighbours do to a processor is up to two.
    assert 0.5 <= report.sandbox.time_factor < 4
    assert report.provenance.time_factor == report.sandbox.time_factor
