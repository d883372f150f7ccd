"""What is found from the reports on an exercise's submissions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from grader.authoring import rules
from grader.authoring.mutants import EQUIVALENT, Mutant
from grader.authoring.rules import Graded
from grader.authoring.samples import Sample, broken_promises, samples
from grader.authoring.strength import Trial, strength
from grader.errors import ExerciseError
from grader.limits import Limits
from grader.report import Check, Report, Test, Verdict, Visibility, score
from grader.submissions.submission import Submission
from tests import real

LIMITS = Limits(cpu_seconds=2, wall_seconds=15, memory_bytes=256 << 20)
V = Verdict


def check(name: str, verdict: Verdict, *, seconds: float = 0.01, message: str = "") -> Check:
    """A test called a to z; x, y and z are bonus, and a is visible."""
    visibility = Visibility.VISIBLE if name == "a" else Visibility.HIDDEN
    test = Test(f"hidden/s.py::test_{name}", name, "Tests", 1.0, name in "xyz", visibility)
    return Check(test, verdict, message, cpu_seconds=seconds)


def report(*checks: Check, **verdicts: Verdict) -> Report:
    """A report on these tests, given whole or by their verdict."""
    held = (*checks, *(check(name, verdict) for name, verdict in verdicts.items()))
    return Report(None, None, None, score(held, 100), held)


def sample(kind: str, name: str = "s", header: str = "") -> Sample:
    return samples_of({f"{kind}/{name}.py": f"# exercise: tiny\n{header}\npass\n"})[0][0]


def samples_of(files: dict[str, str], folder: Path | None = None) -> tuple[list[Sample], list[str]]:
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        root = (folder or Path(made)) / "tiny"
        for name, text in files.items():
            path = root / "submissions" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return samples(real.tiny_exercise(root, "def test_a(): ...\n"))


ALL = {"a": V.PASSED, "b": V.PASSED}
HALF = {"a": V.PASSED, "b": V.FAILED}
NONE = {"a": V.FAILED, "b": V.ERROR}


@pytest.mark.parametrize(
    ("kind", "verdicts", "broken"),
    [
        ("accepted", ALL, ""),
        ("accepted", ALL | {"x": V.FAILED}, ""),
        (
            "accepted",
            HALF,
            "accepted/s.py earns 50 % of the base points, and must earn all; it fails test_b.",
        ),
        ("wrong", HALF, ""),
        ("wrong", ALL | {"x": V.FAILED}, "wrong/s.py earns 100 % of the base points, and must lose some."),
        ("hostile", ALL, "hostile/s.py earns 100 % of the base points, and must lose some."),
        ("partial", HALF, ""),
        ("partial", NONE, "partial/s.py earns 0 % of the base points, and must earn some."),
        ("slow", {"a": V.PASSED, "b": V.TIMEOUT}, ""),
        ("slow", {"a": V.PASSED, "b": V.MEMORY}, ""),
        ("slow", HALF, "slow/s.py runs into no limit, it fails test_b otherwise."),
        ("slow", HALF | {"x": V.TIMEOUT}, "slow/s.py runs into no limit, it fails test_b otherwise."),
    ],
)
def test_the_folder_is_the_promise(kind: str, verdicts: dict[str, Verdict], broken: str) -> None:
    found = broken_promises(sample(kind), report(**verdicts))
    assert len(found) == bool(broken)
    assert "".join(found).startswith(broken)


@pytest.mark.parametrize(
    ("header", "broken"),
    [
        ("# fails: test_b", ""),
        ("# fails: test_a, test_b", "wrong/s.py fails test_b; its header says test_a, test_b."),
        ("# fails:", "wrong/s.py fails test_b; its header says ."),
        ("# score: 50 %", ""),
        ("# score: 40-60 %", ""),
        ("# score: 10-20.5 %", "wrong/s.py earns 50 % of the base points; its header says 10-20.5 %."),
        ("\n" * 20 + "# score: 10 %", ""),
    ],
)
def test_the_header_can_promise_more(header: str, broken: str) -> None:
    found = broken_promises(sample("wrong", header=header), report(**HALF))
    assert len(found) == bool(broken)
    assert "".join(found).startswith(broken)


def test_misplaced_files_and_unreadable_headers_are_told(tmp_path: Path) -> None:
    found, faults = samples_of(
        {
            "accepted/a.py": "# exercise: other\npass\n",
            "wrong/b.py": "# exercise: tiny\n# score: half\npass\n",
            "rong/c.py": "pass\n",
        },
        tmp_path,
    )
    assert [held.name for held in found] == ["accepted/a.py", "wrong/b.py"]
    assert faults == [
        "submissions/accepted/a.py is for 'other': make its first line `# exercise: tiny`.",
        "submissions/rong/ promises no verdict: rename it to one of accepted, partial, wrong, slow, hostile.",
        "submissions/wrong/b.py: `# score: half` is no range of percents. Write it as `# score: 40-60 %`.",
    ]


def test_kinds_that_must_be_there_are_missed() -> None:
    found = rules.promises([Graded(sample("accepted"), report(**ALL))], [])
    assert [(held.check, held.summary, bool(held.faults)) for held in found] == [
        ("accepted", "1 of 1 earn all base points", False),
        ("wrong", "none", True),
    ]


def test_a_suite_without_a_hidden_test_is_none() -> None:
    assert rules.suites(report(a=V.PASSED)).faults == ("There is no hidden test: add hidden/test_*.py.",)
    assert rules.suites(report(**ALL, x=V.FAILED)).summary == (
        "2 points and 1 bonus point in 3 tests, 2 of them hidden"
    )


def test_the_starter_must_neither_pass_nor_break_the_suite() -> None:
    assert rules.starter(report(**HALF)).faults == ()
    assert rules.starter(report(**ALL)).faults == (
        "starter.py earns all base points: take the solution out.",
    )
    broken = ExerciseError("The suite is broken.", code="broken-suite")
    assert rules.starter(broken).faults == ("starter.py: The suite is broken.",)


def test_a_test_that_passes_for_what_solves_nothing_is_named_with_it() -> None:
    reports = {"the constant 0": report(**HALF), "an exit": report(**NONE), "the constant 1": report(**HALF)}
    assert rules.for_nothing(reports).faults == (
        "test_a passes for the constant 0, the constant 1: put cases with other answers into the same test.",
    )


def test_points_that_are_awarded_for_nothing_are_not_called_a_pass() -> None:
    awarded = report(a=V.PARTIAL)
    awarded = replace(awarded, checks=tuple(replace(check, credit=0.3) for check in awarded.checks))
    assert rules.for_nothing({"the constant 0": awarded}).faults == (
        "test_a awards points for the constant 0: award nothing for what such an answer gets right.",
    )


def test_a_hidden_test_that_nothing_wrong_fails_is_dead() -> None:
    checks = report(a=V.PASSED, b=V.PASSED, c=V.PASSED, x=V.PASSED).checks
    failed = rules.failed_by_any([report(a=V.PASSED, b=V.TIMEOUT, c=V.NOT_RUN)])
    found = rules.dead_tests(checks, failed)
    assert found.summary == "2 of 3 hidden tests"
    assert [fault.partition(" ")[0] for fault in found.faults] == ["test_c", "test_x"]


CPU = "it used more CPU time than the limit"


def margins(tight: Check, wide: Check) -> Sequence[str]:
    accepted = [Graded(sample("accepted"), report(check("a", V.PASSED, seconds=0.5)))]
    slow = [Graded(sample("slow"), report(check("a", V.TIMEOUT, message=CPU)))]
    return rules.margins(accepted, [report(tight)], slow, [report(wide)], LIMITS).faults


@pytest.mark.parametrize(
    ("tight", "wide", "faults"),
    [
        (check("a", V.PASSED), check("a", V.TIMEOUT, message=CPU), []),
        (check("a", V.TIMEOUT, message=CPU), check("a", V.TIMEOUT, message=CPU), ["accepted/s.py"]),
        (check("a", V.PASSED), check("a", V.PASSED), ["slow/s.py"]),
        (check("a", V.PASSED), check("a", V.MEMORY), []),
        # Where it only took long, the machine may have been busy.
        (check("a", V.TIMEOUT, message="it took longer than the limit"), check("a", V.FAILED), ["slow/s.py"]),
    ],
)
def test_time_limits_are_far_from_both_sides(tight: Check, wide: Check, faults: list[str]) -> None:
    assert [fault.partition(" ")[0] for fault in margins(tight, wide)] == faults


def test_runs_that_differ_are_told() -> None:
    runs = [[report(**ALL), report(**ALL)], [report(**HALF), report(**HALF), report(**ALL)]]
    found = rules.agreement(["accepted/s.py", "wrong/s.py"], runs)
    assert found.summary == "2 submissions, up to 3 runs each"
    assert [fault.partition(". ")[0] for fault in found.faults] == [
        "hidden/s.py::test_b is not sure of wrong/s.py: failed 2 times, passed 1 time"
    ]


def mutant(at: int) -> Mutant:
    return Mutant("accepted/s.py", f"a = {at}", f"a = {at + 1}", f"a = {at + 1}\n", f"diff {at}")


def trial(at: int, *killers: str) -> Trial:
    return Trial(mutant(at), killers, report(**HALF), Submission("a.py", b"pass"))


def test_the_share_of_killed_mutants_leaves_the_equivalent_ones_out(tmp_path: Path) -> None:
    exercise = real.tiny_exercise(tmp_path, "def test_a(): ...\n")
    tried = [trial(0), trial(1), *(trial(at, "test_a") for at in range(2, 21))]
    assert strength(exercise, tried).summary == "90.5% of 21 killed, 2 left; 0 more equivalent"
    assert len(strength(exercise, tried).faults) == 1
    entry = '[[equivalent]]\nsubmission = "accepted/s.py"\nreason = "It is."\n'
    (tmp_path / EQUIVALENT).write_text(f'{entry}line = "a = 0"\nbecomes = "a = 1"\n')
    found = strength(exercise, tried)
    assert found.summary == "95.0% of 20 killed, 1 left; 1 more equivalent"
    assert (found.faults, found.notes) == ((), ("survives:\ndiff 1",))


@pytest.mark.parametrize(
    ("line", "becomes", "fault"),
    [
        ("a = 50", "a = 51", "there is no such mutant"),
        ("a = 2", "a = 3", "test_a kills it, so it is not equivalent"),
    ],
)
def test_an_entry_that_is_not_true_is_a_fault(tmp_path: Path, line: str, becomes: str, fault: str) -> None:
    exercise = real.tiny_exercise(tmp_path, "def test_a(): ...\n")
    (tmp_path / EQUIVALENT).write_text(
        '[[equivalent]]\nsubmission = "accepted/s.py"\nreason = "It is."\n'
        f'line = "{line}"\nbecomes = "{becomes}"\n'
    )
    (told,) = strength(exercise, [trial(2, "test_a")]).faults
    assert fault in told


def test_a_mutant_that_breaks_the_suite_is_the_suites_fault(tmp_path: Path) -> None:
    exercise = real.tiny_exercise(tmp_path, "def test_a(): ...\n")
    broken = Trial(mutant(1), ("The suite is broken.",), None, Submission("a.py", b"pass"))
    assert strength(exercise, [broken]).faults == ("The suite breaks on a mutant: The suite is broken.",)


def test_submissions_are_named_as_they_lie() -> None:
    assert sample("wrong").submission == Submission("wrong/s.py", b"# exercise: tiny\n\npass\n")


def test_of_what_is_forbidden_only_those_that_should_earn_something_are_told() -> None:
    said = "not run: the file uses `sum` (line 1). Not allowed: Add up yourself."
    refused = report(replace(check("b", V.FORBIDDEN), remark=said))
    for kind, count in (("accepted", 1), ("partial", 1), ("wrong", 0)):
        told = broken_promises(sample(kind, header="# fails: test_a"), refused)
        assert len(told) == count
        assert all(said in sentence for sentence in told)
