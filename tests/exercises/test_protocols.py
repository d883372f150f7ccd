"""What is said to a judge by call-backs: whatever it is, in whatever order, no verdict gets better by it."""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import random
from collections.abc import Iterable
from types import ModuleType
from typing import Any

import pytest

from grader.machine.paths import shipped

Words = tuple[Any, ...]
CALL: Words = ("call",)
RIGHT: Words = ("over", 1, [], [])
BROKEN: Words = ("over", 1, ["failed"], [])
# All that the modules inside say, where there are two rounds: with the broken one, then with the right one.
HONEST: tuple[Words, ...] = (
    ("collected", 1, []), ("next",), CALL, BROKEN, ("next",), CALL, RIGHT, ("next",),
)  # fmt: skip
SAYINGS = (CALL, ("collected", 1, []), ("next",), BROKEN, RIGHT)


@pytest.fixture(scope="module")
def conftest() -> ModuleType:
    path = shipped("exercises") / "test_logs" / "conftest.py"
    spec = importlib.util.spec_from_file_location("bench_of_test_logs", path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Drawn(random.Random):
    """Draws a broken one first, and then the right one."""

    def __init__(self) -> None:
        super().__init__(0)
        self._turns = itertools.cycle((0.9, 0.1))  # the rounds are taken from the end

    def random(self) -> float:
        return next(self._turns)


class Inside:
    """Stands for the sandbox: what is made there says its words to the judge, and takes any answer."""

    def __init__(self, said: Iterable[Words]) -> None:
        self._said = said

    def make(self, expression: str, *, judge: Any) -> None:
        for words in self._said:
            with contextlib.suppress(Exception):
                judge(*words)


def passes(conftest: ModuleType, said: Iterable[Words]) -> bool:
    conftest.ROUNDS = 2
    try:
        conftest.Bench(Inside(said), Drawn()).check(conftest.right)
    except AssertionError:
        return False
    return True


def test_who_says_the_truth_of_each_round_has_passed(conftest: ModuleType) -> None:
    assert passes(conftest, HONEST)


def test_nothing_else_passes_in_any_order(conftest: ModuleType) -> None:
    for said in itertools.permutations(HONEST):
        assert not passes(conftest, said) or said == HONEST
    for length in range(6):
        for said in itertools.product(SAYINGS, repeat=length):
            assert not passes(conftest, said)


@pytest.mark.parametrize("place", range(len(HONEST)))
def test_each_thing_is_said_once_and_none_is_left_out(conftest: ModuleType, place: int) -> None:
    before, word, after = HONEST[:place], HONEST[place], HONEST[place + 1 :]
    assert not passes(conftest, before + after)
    if word != CALL:  # which tests do as often as they like
        assert not passes(conftest, (*before, word, word, *after))
    for other in (*SAYINGS[1:], ("over", 1, [], ["skipped"]), ("over", 0, [], []), ("nothing",), ()):
        assert not passes(conftest, (*before, other, *after)) or other == word
        assert not passes(conftest, (*before, other, word, *after))


@pytest.mark.parametrize("place", range(1, len(HONEST) + 1))
def test_what_was_wrong_once_is_not_taken_back(conftest: ModuleType, place: int) -> None:
    # After a fault anything at all, the whole truth too.
    for fault in (
        ("over", 1, [], [], []),
        ("collected", 0, []),
        ("next", 1),
        ("nothing",),
        ("over", 1, 5, []),
    ):
        assert not passes(conftest, (*HONEST[:place], fault, *HONEST[place:]))
        assert not passes(conftest, (*HONEST[:place], fault, *HONEST))


class Odd:
    """True to whoever asks, and no text to whoever shows it."""

    def __repr__(self) -> str:
        return "Odd()"

    def __iter__(self) -> Any:
        raise ValueError


@pytest.mark.parametrize(
    "odd",
    [0.5, True, "failed", ("failed",), {"failed": 1}, {"failed"}, [5], [None], [Odd()], Odd(), None],
    ids=repr,
)  # fmt: skip
def test_what_is_no_list_of_texts_is_no_report(conftest: ModuleType, odd: object) -> None:
    for place in (3, 6):
        for words in (("over", 1, odd, []), ("over", 1, [], odd), ("over", odd, ["failed"], [])):
            assert not passes(conftest, (*HONEST[:place], words, *HONEST[place + 1 :]))
    assert not passes(conftest, (("collected", 1, odd), *HONEST[1:]))
