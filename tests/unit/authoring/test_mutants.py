"""Mutants differ in what they do, one change each; the list of equivalent ones is held to its form."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from grader.authoring.mutants import EQUIVALENT, Equivalent, Mutant, equivalents, mutants
from grader.errors import ExerciseError, UsageError
from grader.exercises.exercise import Exercise
from tests import real

SOURCE = '''\
# exercise: batches
"""Words that do nothing."""


def reach(limit: int, step=1) -> int:
    """More words."""
    print("so far", limit)
    if limit < 0:
        raise ValueError("too small")
    return limit + step


if __name__ == "__main__":
    reach(5)
'''


def changes(source: str) -> set[tuple[str, str]]:
    return {(held.line.strip(), held.becomes.strip()) for held in mutants("accepted/a.py", source)}


def test_each_mutant_changes_one_thing_that_the_code_does() -> None:
    pytest.importorskip("mutmut")
    assert changes(SOURCE) == {
        ("def reach(limit: int, step=1) -> int:", "def reach(limit: int, step=2) -> int:"),
        ("if limit < 0:", "if limit <= 0:"),
        ("if limit < 0:", "if limit < 1:"),
        ("return limit + step", "return limit - step"),
    }


def test_what_an_exception_carries_is_no_mere_text() -> None:
    pytest.importorskip("mutmut")
    assert ("raise StopIteration(1)", "raise StopIteration(2)") in changes(
        "def f():\n    raise StopIteration(1)\n"
    )


def test_two_operators_that_make_the_same_make_one_mutant() -> None:
    pytest.importorskip("mutmut")
    sources = [held.source for held in mutants("a.py", SOURCE)]
    assert len(sources) == len(set(sources))


def test_a_mutant_is_shown_as_a_diff_with_its_submission() -> None:
    pytest.importorskip("mutmut")
    (mutant,) = [held for held in mutants("accepted/a.py", SOURCE) if "<=" in held.becomes]
    assert mutant.diff.splitlines() == [
        "--- accepted/a.py", "+++ mutant", "@@ -7,3 +7,3 @@", '     print("so far", limit)',
        "-    if limit < 0:", "+    if limit <= 0:", '         raise ValueError("too small")',
    ]  # fmt: skip


def test_without_mutmut_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libcst", None)
    with pytest.raises(UsageError) as caught:
        mutants("a.py", SOURCE)
    assert str(caught.value) == (
        "Mutants are made by mutmut, which is not installed. "
        "Run: pip install 'grade-python-exercises[mutants]'"
    )


def listed(folder: Path, text: str) -> Exercise:
    exercise = real.tiny_exercise(folder, "def test_one(): ...")
    (folder / EQUIVALENT).write_text(text, "utf-8")
    return exercise


ENTRY = 'submission = "accepted/a.py"\nline = "if a < b:"\nbecomes = "if a <= b:"\nreason = "Never equal."\n'


def test_an_entry_of_the_list_fits_whatever_the_indentation(tmp_path: Path) -> None:
    (entry,) = equivalents(listed(tmp_path, f"[[equivalent]]\n{ENTRY}"))
    assert entry == Equivalent("accepted/a.py", "if a < b:", "if a <= b:", "Never equal.")
    assert entry.fits(Mutant("accepted/a.py", "        if a < b:", "        if a <= b:", "", ""))
    assert not entry.fits(Mutant("accepted/b.py", "if a < b:", "if a <= b:", "", ""))
    assert not entry.fits(Mutant("accepted/a.py", "if a < b:", "if a > b:", "", ""))


def test_one_reason_can_be_good_for_several(tmp_path: Path) -> None:
    text = f"[[equivalent]]\n{ENTRY}".replace('"if a <= b:"', '["if a <= b:", "if True:"]')
    assert [entry.becomes for entry in equivalents(listed(tmp_path, text))] == ["if a <= b:", "if True:"]


def test_an_exercise_without_a_list_has_no_equivalent_mutants(tmp_path: Path) -> None:
    assert equivalents(real.tiny_exercise(tmp_path, "def test_one(): ...")) == []


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[[equivalent]\n", "not valid TOML"),
        (f"[[equivalent]]\n{ENTRY}[[equivalent]]\nline = 'x'\n", "in entry 2"),
        (f"[[equivalent]]\n{ENTRY}more = 'x'\n", "in entry 1"),
        (f"[[equivalent]]\n{ENTRY}".replace('"Never equal."', '""'), "in entry 1"),
    ],
)
def test_a_list_that_is_wrong_is_its_authors_fault_and_says_where(
    tmp_path: Path, text: str, where: str
) -> None:
    with pytest.raises(ExerciseError) as caught:
        equivalents(listed(tmp_path, text))
    assert where in caught.value.message
