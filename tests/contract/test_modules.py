"""Modules that an exercise puts beside the candidate's file, and libraries that only some exercises have."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import ExerciseError
from grader.exercises.exercise import Exercise
from grader.exercises.manifest import load
from grader.sandboxes.base import SandboxProvider
from tests import real

Verdicts = dict[str, str]
Run = Callable[..., Verdicts]


def exercise(folder: Path, suite: str, modules: dict[str, str], libraries: str = "[]") -> Exercise:
    made = real.tiny_exercise(folder, suite)
    (folder / "inside").mkdir()
    for name, source in modules.items():
        (folder / "inside" / f"{name}.py").write_text(textwrap.dedent(source), "utf-8")
    manifest = folder / "exercise.toml"
    manifest.write_text(manifest.read_text("utf-8").replace("libraries = []", f"libraries = {libraries}"))
    return load(made.folder)


@pytest.fixture
def run(sandbox: SandboxProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The verdicts on a solution, for an exercise with these modules and libraries."""
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path)))

    def run_(suite: str, source: str, modules: dict[str, str], libraries: str = "[]") -> Verdicts:
        made = exercise(tmp_path / "tiny", suite, modules, libraries)
        return real.verdicts(real.graded(made, textwrap.dedent(source).encode(), sandbox))

    return run_


BANK = """
    import helper_of_bank

    class Bank:
        interest = helper_of_bank.INTEREST

    def refuse():
        raise LookupError("häh")
"""


def test_the_candidates_file_can_import_them_and_they_each_other(run: Run) -> None:
    suite = """
    import pytest
    from solution import after_a_year, again, refused, source

    def test_used():
        assert after_a_year(100) == 103

    def test_fresh_in_each_test():
        assert after_a_year(100) == 103

    def test_raises():
        with pytest.raises(LookupError, match="häh"):
            refused()

    def test_can_be_read_and_reloaded():
        assert "class Bank" in source()
        assert again() == 3
    """
    source = """
    import importlib
    import inspect
    import bank

    def after_a_year(amount):
        amount += bank.Bank.interest * amount // 100
        bank.Bank.interest = 50
        return amount

    def refused():
        bank.refuse()

    def source():
        return inspect.getsource(bank)

    def again():
        bank.Bank.interest = 50
        return importlib.reload(bank).Bank.interest
    """
    modules = {"bank": BANK, "helper_of_bank": "INTEREST = 3\n"}
    assert set(run(suite, source, modules).values()) == {"passed"}


def test_what_changes_the_built_ins_changes_them_for_the_modules_too(run: Run) -> None:
    suite = """
    from solution import said

    def test_said():
        assert said() == ["hello"]
    """
    source = """
    import builtins
    import speaker

    def said():
        heard = []
        builtins.print = heard.append
        speaker.speak()
        return heard
    """
    assert run(suite, source, {"speaker": "def speak():\n    print('hello')\n"}) == {"test_said": "passed"}


FOUND = """
    import importlib.util

    def found(name):
        return importlib.util.find_spec(name) is not None
"""


@pytest.mark.parametrize(
    ("libraries", "there"), [('["asyncio"]', False), ('["pytest", "pytest_asyncio"]', True)]
)
def test_what_tests_need_is_there_where_the_exercise_asks_for_it(
    run: Run, libraries: str, there: bool
) -> None:
    suite = f"""
    from solution import found

    def test_found():
        assert [found(name) for name in ("pytest", "_pytest", "pluggy", "pytest_asyncio")] == [{there}] * 4

    def test_others():
        assert found("aiohttp") is True
        assert found("bank") is False
    """
    assert set(run(suite, FOUND, {}, libraries).values()) == {"passed"}


@pytest.mark.parametrize("name", ["solution", "json", "no-name", "worker"])
def test_a_module_with_a_name_that_is_taken_is_the_authors_fault(tmp_path: Path, name: str) -> None:
    made = exercise(tmp_path / "tiny", "def test_it(): pass\n", {name: ""})
    with pytest.raises(ExerciseError) as caught:
        made.modules()
    assert name in str(caught.value)


def test_modules_are_part_of_what_decides_a_score(tmp_path: Path) -> None:
    made = exercise(tmp_path / "tiny", "def test_it(): pass\n", {"bank": "A = 1\n"})
    before = made.digest(), made.suite_digest()
    (made.folder / "inside" / "bank.py").write_text("A = 2\n")
    after = made.digest(), made.suite_digest()
    (made.folder / "conftest.py").write_text("")
    assert len({*before, *after, made.digest(), made.suite_digest()}) == 6
