"""What an audit makes of points: the stubs are the measure, and the tests that gave points away are named."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from grader.exercises.exercise import Exercise
from grader.machine.paths import shipped
from grader.report import Check, Score, Test, Verdict, Visibility
from grader.selftest import cheats
from grader.selftest.cheats import Attempt, AttemptResult, Audit, attempts, kinds
from tests import real


@pytest.fixture
def exercise(tmp_path: Path) -> Exercise:
    return real.tiny_exercise(tmp_path / "tiny", "def test_it(): pass")


def row(name: str, points: float, *, bonus: float = 0, cheat: bool = True, passed: str = "") -> AttemptResult:
    attempt = Attempt(name, b"", is_cheat=cheat)
    score = Score(points, 10, bonus, 4, 100)
    return AttemptResult(attempt, score, {Verdict.FAILED: 1}, frozenset(passed.split()))


def test_a_cheat_may_earn_what_the_best_stub_earns(exercise: Exercise) -> None:
    found = Audit(exercise, (row("a", 1, cheat=False), row("b", 2, cheat=False), row("c", 2)))
    assert found.stub.attempt.name == "b"
    assert found.holds


@pytest.mark.parametrize(("points", "bonus"), [(2.5, 0), (0, 1), (10, 4)])
def test_a_cheat_that_earns_more_is_found(exercise: Exercise, points: float, bonus: float) -> None:
    cheat = row("c", points, bonus=bonus)
    found = Audit(exercise, (row("a", 1, cheat=False), row("b", 2, cheat=False), cheat))
    assert found.is_cheated_by(cheat)
    assert not found.holds
    assert not any(map(found.is_cheated_by, found.rows[:2]))


@pytest.mark.parametrize(("points", "too_easy"), [(5, False), (5.5, True)])
def test_a_stub_may_earn_half_and_no_more(exercise: Exercise, points: float, too_easy: bool) -> None:
    found = Audit(exercise, (row("a", points, cheat=False), row("c", 0)))
    assert (found.too_easy, found.holds) == (too_easy, not too_easy)


@pytest.mark.parametrize(("points", "bonus", "cheated"), [(5, 2, False), (5.5, 0, True), (0, 2.5, True)])
def test_who_forges_what_the_worker_says_may_earn_half(
    exercise: Exercise, points: float, bonus: float, cheated: bool
) -> None:
    attempt = Attempt("c", b"", is_cheat=True, forges=True)
    cheat = AttemptResult(attempt, Score(points, 10, bonus, 4, 100), {}, frozenset())
    found = Audit(exercise, (row("a", 1, cheat=False), cheat))
    assert (found.is_cheated_by(cheat), found.holds) == (cheated, not cheated)


def test_a_cheat_that_is_told_hidden_things_is_found_whatever_it_earns(exercise: Exercise) -> None:
    cheat = replace(row("c", 0), carries=True)
    assert Audit(exercise, (row("a", 1, cheat=False), cheat)).is_cheated_by(cheat)


@pytest.mark.parametrize(
    ("messages", "carries"),
    [
        ((0, 0), False), ((0, 1), False), ((0, 2), True), ((), False),
    ],
)  # fmt: skip
def test_more_marks_than_there_are_visible_tests_are_those_of_hidden_ones(
    messages: tuple[int, ...], carries: bool
) -> None:
    def check(count: int, visibility: Visibility) -> Check:
        test = Test(f"test_{count}", "it", "all", 1, bonus=False, visibility=visibility)
        return Check(test, Verdict.FAILED, f"ValueError: tests before this one: {count}")

    checks = [check(count, Visibility.VISIBLE) for count in messages]
    assert cheats.carries((*checks, check(7, Visibility.HIDDEN))) is carries


def test_only_the_tests_that_no_stub_passes_were_given_away(exercise: Exercise) -> None:
    cheat = row("c", 3, passed="one two three")
    found = Audit(exercise, (row("a", 1, cheat=False, passed="two"), cheat))
    assert found.given_away(cheat) == ["one", "three"]


def test_names_are_what_the_starter_says_else_what_their_case_says(exercise: Exercise) -> None:
    assert kinds(exercise) == {"f": "function"}
    (exercise.folder / "starter.py").write_text("async def f(x):\n    ...\n")
    assert kinds(exercise) == {"f": "coroutine function"}
    (exercise.folder / "starter.py").write_text("class f(Enum):\n    def f(self): ...\n")
    assert kinds(exercise) == {"f": "class"}
    (exercise.folder / "starter.py").write_text("f = None\n")
    assert kinds(exercise) == {"f": "function"}


def test_every_cheat_says_what_it_tries_and_is_python_with_the_exercises_names(exercise: Exercise) -> None:
    found = attempts(exercise)
    files = sorted((shipped("selftests") / "cheats").glob("*.py"))
    assert [attempt.name for attempt in found if attempt.is_cheat] == [
        path.stem.replace("_", " ") for path in files
    ]
    assert len(files) > 25
    assert sum(not attempt.is_cheat for attempt in found) > 10
    for path in files:
        assert (ast.get_docstring(ast.parse(path.read_text("utf-8"))) or "").endswith("."), path
    for attempt in found:
        assert attempt.source.startswith(b"KINDS = {'f': 'function'}\n")
        ast.parse(attempt.source)


def test_a_stub_is_what_the_exercise_asks_for(exercise: Exercise) -> None:
    stub = next(attempt for attempt in attempts(exercise) if attempt.name == "gives 1")
    scope: dict[str, object] = {}
    source = stub.source.replace(
        b"{'f': 'function'}", b"{'f': 'function', 'C': 'class', 'a': 'coroutine function'}"
    )
    exec(source, scope)
    made, kind, coroutine = scope["f"], scope["C"], scope["a"]
    assert callable(made) and made("any", thing=2) == 1
    assert isinstance(kind, type) and kind.CREATED is kind.CREATED is not kind.DONE  # type: ignore[attr-defined]
    assert isinstance(kind.CREATED, kind)  # type: ignore[attr-defined]
    assert kind("any").method(3) == 1 and kind()[5] == 1  # type: ignore[attr-defined, index]
    assert callable(coroutine)
    with pytest.raises(StopIteration) as caught:
        coroutine().send(None)
    assert caught.value.value == 1
