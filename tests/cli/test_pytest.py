"""`pytest FOLDER --solution FILE`, as an author runs it: a pytest of its own, in a folder elsewhere."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import real
from tests.command import ANSWER_SECONDS, GOOD, PROJECT, Done, environment
from tests.exercises import test_usual_libraries as usual

Pytest = Callable[..., Done]
# Other plugins of this environment would have their own say.
ALONE = {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}

SUITE = '''
import pytest
from solution import f

@pytest.mark.requires("test_list")
def test_after():
    """comes after"""
    assert f(1) == 1

def test_number(rng, recorder):
    number = rng.randint(1, 10**9)
    assert f(number) == number

@pytest.mark.points(0)
def test_list():
    """a list"""
    assert f([1, {"a": 1}]) == [1, {"a": 1}]

async def test_quiet(facts):
    assert facts.function("f") is not None
'''


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of two exercises, with solutions beside them; far from ours, and without a configuration."""
    folder = tmp_path / "elsewhere"
    for name, suite in (("batches", SUITE), ("other", "from solution import f\ndef test_f(): f()\n")):
        real.tiny_exercise(folder / name, suite, points=3 if suite is SUITE else 1)
    (folder / "good.py").write_text("def f(x):\n    return x\n")
    (folder / "bad.py").write_text(
        "def f(x):\n    print('seen', '\\x1b[2J')\n    return [1, {'a': 2}] if type(x) is list else x\n"
    )
    (folder / "worse.py").write_text("import os\ndef f(x):\n    os._exit(0)\n")
    (folder / "raises.py").write_text("def f(x):\n    raise ValueError('no \\x1b[31m')\n")
    return folder


@pytest.fixture
def run(elsewhere: Path, tmp_path_factory: pytest.TempPathFactory) -> Pytest:
    """Runs pytest with these arguments in the folder `batches`, without colours."""
    found = importlib.metadata.entry_points(group="pytest11", name="grade")
    assert found, "the package was installed without its pytest plugin: install it anew"

    def pytest_(*arguments: str | Path, cwd: Path = elsewhere / "batches", stdin: str = "") -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "grade", "-p", "no:cacheprovider", *map(str, arguments)],
            cwd=cwd, timeout=ANSWER_SECONDS, check=False, input=stdin, text=True, capture_output=True,
            env=environment(tmp_path_factory.getbasetemp()) | ALONE | {"COLUMNS": "120"},
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    return pytest_


IN_BUBBLEWRAP = ("--sandbox", "bubblewrap")


def test_a_right_solution_passes(run: Pytest) -> None:
    real.sandbox_or_skip("bubblewrap")
    done = run(".", "--solution", "../good.py", *IN_BUBBLEWRAP, "--seed", "7", "-v")
    assert (done.code, done.err) == (0, "")
    assert "solution: ../good.py, seed 7" in done.out
    assert re.search(r"^\.\./good\.py ran in bubblewrap on Python 3\.[\d.]+; seed 7$", done.out, re.M)
    assert done.out.count(" PASSED") == 4


def test_what_suites_share_may_import_the_solution(run: Pytest, elsewhere: Path) -> None:
    shared = "import pytest\nfrom solution import f\n\n"
    shared += "@pytest.fixture\ndef double():\n    return lambda x: f(f(x))\n"
    (elsewhere / "batches" / "conftest.py").write_text(shared)
    suite = "def test_shared(double):\n    assert double(3) == 3\n"
    (elsewhere / "batches" / "hidden" / "test_shared.py").write_text(suite)
    done = run("hidden/test_shared.py", "--solution", elsewhere / "good.py", "--sandbox", "bubblewrap")
    assert (done.code, " 1 passed" in done.out) == (0, True), done


def test_a_suite_finds_the_libraries_of_its_exercise(run: Pytest, elsewhere: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    exercise = shutil.copytree(PROJECT / "examples" / "scraping", elsewhere / "scraping")
    (exercise / "conftest.py").write_text("import bs4\n")  # what pytest loads first
    done = run(".", "--solution", "submissions/accepted/plain.py", *IN_BUBBLEWRAP, cwd=exercise)
    assert (done.code, " 3 passed" in done.out) == (0, True), done
    minor = sys.version_info.minor
    assert done.err in ("", f"installing flask, requests, beautifulsoup4 for Python 3.{minor}\n")
    (exercise / "environment.lock").unlink()
    done = run(".", "--solution", "submissions/accepted/plain.py", *IN_BUBBLEWRAP, cwd=exercise)
    assert (done.code, "grade lock scraping" in done.err) == (4, True), done


def test_a_suite_finds_the_plugins_and_frameworks_of_its_exercise(run: Pytest, elsewhere: Path) -> None:
    """Though this environment has imported other versions of some of these libraries before."""
    real.sandbox_or_skip("bubblewrap")
    exercise = usual.exercise_in(elsewhere / "usual", "usual")
    for fault, outcome in (
        ("right", "=== [0-9]+ passed"),
        ("its own dice", "=== [1-3] failed, [0-9]+ passed"),
    ):
        (elsewhere / "usual.py").write_text(
            usual.text("usual", "solution").replace(*usual.USUAL[fault]), "utf-8"
        )
        done = run(".", "--solution", "../usual.py", *IN_BUBBLEWRAP, cwd=exercise.folder)
        assert (done.code, bool(re.search(outcome, done.out))) == (int(fault != "right"), True), done


def test_a_wrong_solution_is_shown_as_pytest_shows_it(run: Pytest) -> None:
    real.sandbox_or_skip("bubblewrap")
    done = run(".", "--solution", "../bad.py", *IN_BUBBLEWRAP, "-rs")
    assert (done.code, done.err) == (1, "")
    for line in (
        '>       assert f([1, {"a": 1}]) == [1, {"a": 1}]',
        "E       AssertionError: assert [1, {'a': 2}] == [1, {'a': 1}]",
        "E         At index 1 diff: {'a': 2} != {'a': 1}",
        r"seen \x1b[2J",
    ):
        assert line in done.out.splitlines()
    assert re.search(r'^SKIPPED .*: not run, because "a list" did not pass$', done.out, re.M)
    assert "grader" not in done.out  # no frame of ours
    assert "\x1b" not in done.out
    assert "1 failed, 2 passed, 1 skipped" in done.out


def test_what_ends_a_test_is_told_in_a_sentence(run: Pytest) -> None:
    real.sandbox_or_skip("bubblewrap")
    done = run(".", "--solution", "../worse.py", *IN_BUBBLEWRAP, "-k", "number")
    assert done.code == 1
    assert "E       Failed: crashed: the process ended itself" in done.out.splitlines()
    assert "Trouble" not in done.out


def test_an_exception_is_shown_with_its_line_and_cannot_paint_the_terminal(run: Pytest) -> None:
    real.sandbox_or_skip("bubblewrap")
    done = run(".", "--solution=../raises.py", *IN_BUBBLEWRAP, "-x")
    assert done.code == 1
    lines = done.out.splitlines()
    assert r"E       ValueError: no \x1b[31m" in lines
    assert "E       raised in line 2 of the solution" in lines
    assert "\x1b" not in done.out
    assert "1 failed" in lines[-1] and "stopping after 1 failures" in done.out


def test_a_debugger_stops_in_the_suite(run: Pytest) -> None:
    real.sandbox_or_skip("bubblewrap")
    arguments = ("--solution", "../raises.py", *IN_BUBBLEWRAP, "-k", "number", "--pdb")
    done = run(".", *arguments, stdin="p 6 * number // number\nquit\n")
    assert "entering PDB" in done.out
    assert "-> assert f(number) == number" in done.out.splitlines()
    assert "(Pdb) 6" in done.out


def test_a_seed_gives_the_inputs_of_a_grading(run: Pytest, elsewhere: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    (elsewhere / "tells.py").write_text("def f(x):\n    print('got', x)\n    raise ValueError\n")
    arguments = ("--solution", elsewhere / "tells.py", *IN_BUBBLEWRAP, "-k", "number", "--seed", "3")
    told = {
        re.findall(r"^got (\d+)$", run(folder, *arguments, cwd=cwd).out, re.M)[0]
        for folder, cwd in ((".", elsewhere / "batches"), ("batches/hidden/test_tiny.py", elsewhere))
    }
    graded = real.graded(
        real.load(elsewhere / "batches"), (elsewhere / "tells.py").read_bytes(),
        real.sandbox_or_skip("bubblewrap"), seed=3,
    )  # fmt: skip
    told |= {check.output.split()[1] for check in graded.checks if "number" in check.test.id}
    assert len(told) == 1


def test_the_projects_own_configuration_does_no_harm(run: Pytest, tmp_path: Path) -> None:
    """Warnings are errors there, and unknown markers too."""
    real.sandbox_or_skip("bubblewrap")
    (tmp_path / "flatten.py").write_bytes(GOOD)
    done = run(
        "exercises/flatten/visible", "--solution", tmp_path / "flatten.py", *IN_BUBBLEWRAP, cwd=PROJECT
    )
    assert (done.code, done.err) == (0, "")
    assert "configfile: pyproject.toml" in done.out


def test_a_collection_needs_no_sandbox(run: Pytest) -> None:
    done = run(".", "--solution", "../good.py", "--collect-only", "-q")
    assert (done.code, done.out.count("::test_")) == (0, 4)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((".",), "This suite needs a solution to run against: add --solution FILE."),
        (
            ("..", "--solution", "../good.py"),
            "One solution is for one exercise, but these tests are of batches and other: name one.",
        ),
        ((".", "--solution", "../none.py"), "There is no file '../none.py'. Check the path."),
        ((".", "--solution", "../../nothing_here"), "There is no file"),
    ],
)  # fmt: skip
def test_a_call_that_cannot_work_ends_with_a_sentence(
    run: Pytest, arguments: tuple[str, ...], sentence: str
) -> None:
    done = run(*arguments)
    assert done.code == pytest.ExitCode.USAGE_ERROR
    assert done.err.strip().removeprefix("ERROR: ").startswith(sentence)
    assert "Traceback" not in done.out + done.err


def test_tests_of_no_exercise_are_not_run_against_a_solution(run: Pytest, tmp_path: Path) -> None:
    (tmp_path / "test_own.py").write_text("def test_it(): pass\n")
    done = run(tmp_path / "test_own.py", "--solution", "../good.py")
    assert done.code == pytest.ExitCode.USAGE_ERROR
    assert "test_own.py belongs to no exercise" in done.err


def test_a_wrong_marker_is_told_with_its_place(run: Pytest, elsewhere: Path) -> None:
    suite = "import pytest\n@pytest.mark.points('2')\ndef test_it(): pass\n"
    (elsewhere / "batches" / "hidden" / "test_tiny.py").write_text(suite)
    done = run(".", "--solution", "../good.py")
    assert done.code == pytest.ExitCode.USAGE_ERROR
    assert done.err.strip() == (
        "ERROR: hidden/test_tiny.py::test_it: the marker `points` wants a number that is not negative for "
        "`number`."
    )


def test_a_run_without_a_solution_is_left_alone(run: Pytest, tmp_path: Path) -> None:
    """Other projects may have options, fixtures, markers and a module of these names."""
    (tmp_path / "solution.py").write_text("value = 5\n")
    (tmp_path / "conftest.py").write_text(
        "import pytest\n"
        "def pytest_addoption(parser):\n"
        "    parser.addoption('--seed')\n    parser.addoption('--sandbox')\n"
        "@pytest.fixture\ndef sandbox(): return 1\n"
    )
    (tmp_path / "test_own.py").write_text(
        "import sys, solution\n"
        "def test_it(sandbox, pytestconfig):\n"
        "    assert (sandbox, solution.value, pytestconfig.option.seed) == (1, 5, '9')\n"
        "    ours = {name for name in sys.modules if name.partition('.')[0] == 'grader'}\n"
        "    assert ours <= {'grader', 'grader.version', 'grader.pytest_plugin'}\n"
    )
    done = run("test_own.py", "--seed", "9", cwd=tmp_path)
    assert (done.code, "1 passed" in done.out) == (0, True), done.out
