"""Submissions of several files, given data and notebooks are at home in every sandbox as they are at home."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.exercises.manifest import load
from grader.report import Report
from grader.sandboxes.base import SandboxProvider
from grader.submissions.fitting import fitted
from grader.submissions.reading import read
from tests import real

from .searching import MOMENTS, SEARCHER
from .test_unseen import MOMENTS_SUITE

Grade = Callable[..., Report]


@pytest.fixture
def deliver(sandbox: SandboxProvider, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Grade:
    """A function that grades these files with that suite; `top` and `end` are lines of the manifest."""
    monkeypatch.setenv("GRADE_CACHE", str(real.cache(tmp_path)))

    def run(
        suite: str, files: dict[str, str], top: str = "", end: str = "", given: dict[str, str] | None = None
    ) -> Report:
        folder = tmp_path / "tiny"
        real.tiny_exercise(folder, suite, cpu_seconds=60, wall_seconds=120)
        manifest = folder / "exercise.toml"
        text = manifest.read_text().replace('names = ["f"]\n', f'names = ["f"]\n{top}\n')
        manifest.write_text(f"{text}\n{end}\n")
        write(folder / "files", given or {})
        write(tmp_path / "work", files)
        exercise = load(folder)
        (only, *others) = files
        path = tmp_path / "work" / only if not others and only.endswith(".ipynb") else tmp_path / "work"
        report = real.graded(exercise, fitted(read(str(path)), exercise), sandbox)
        for check in report.checks:
            print(check.test.id, check.verdict, check.message)  # for whoever reads why a test failed
        return report

    return run


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")


def notebook(*cells: str) -> str:
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "source": cell} for cell in cells]})


HOME = {
    "main.py": """
import os, string, random
from pathlib import Path
from importlib import resources
import pkg.inner
from pkg.inner.deep import near
from spare import word
TOP = open("people.csv").read()
def f(): return [TOP, near(), word, string.MINE, random.choice([7])]
def resource(): return [resources.files("pkg").joinpath("own.txt").read_text(),
                        (Path(pkg.inner.__file__).parent / "deep.csv").read_text()]
def listing(): return sorted(name for name in os.listdir() if name != "__pycache__")
def spoil():
    try:
        open("people.csv", "a")
    except PermissionError:
        os.remove("people.csv")
        open("people.csv", "w").write("spoilt")
        open("new", "w").close()
        os.chmod("main.py", 0)
        return open("people.csv").read()
def fail(): return pkg.inner.deep.fail()
""",
    "string.py": "MINE = 1\n",
    "pkg/__init__.py": "",
    "pkg/own.txt": "mine",
    "pkg/inner/__init__.py": "from . import deep\n",
    "pkg/inner/deep.py": """from ..base import base
def near(): return base
def fail():
    raise KeyError(3)
""",
    "pkg/inner/deep.csv": "1,2",
    "pkg/base.py": "base = 'base'\n",
    "spare/word.py": "",
    "conftest.py": "raise SystemExit\n",
    "notes.md": "",
}
HOME_SUITE = """
import pytest
from solution import f, fail, listing, resource, spoil

def test_imports():
    given, *others = f()
    assert given == "name\\nAda\\n"
    assert others[0] == "base" and others[2:] == [1, 7]

def test_resources():
    assert resource() == ["mine", "1,2"]

def test_current_folder():
    assert listing() == ["data", "main.py", "people.csv", "pkg", "spare", "string.py"]

def test_spoiling():
    assert spoil() == "spoilt"

def test_spoiling_again():
    assert "new" not in listing()
    assert spoil() == "spoilt"

def test_place():
    with pytest.raises(KeyError):
        fail()

def test_place_is_told():
    fail()
"""
GIVEN = {"people.csv": "name\nAda\n", "data/x.csv": "1\n"}


def test_a_project_is_at_home(deliver: Grade) -> None:
    report = deliver(HOME_SUITE, HOME, end='[submission]\nallowed = ["*.txt", "*.csv"]', given=GIVEN)
    found = real.verdicts(report)
    assert found.pop("test_place_is_told") == "failed"
    assert set(found.values()) == {"passed"}, found
    told = next(check.message for check in report.checks if check.test.id.endswith("is_told"))
    assert "raised in line 4 of pkg/inner/deep.py" in told
    assert report.submission is not None
    assert set(report.submission.left_out) == {"conftest.py", "notes.md"}
    assert len(report.submission.files) == 9


PACKAGE = {
    "mine/__init__.py": "from .a import f\n",
    "mine/a.py": "class C:\n    def __init__(self, x): self.x = x\ndef f(): return 1\n",
    "mine/b/__init__.py": "",
    "mine/b/c.py": "from ..a import C\nvalue = [1, 2]\n",
    "mine/broken.py": "1 / 0\n",
}
PACKAGE_SUITE = """
import mine
import mine.b.c as c
import pytest
from mine import f
from mine.a import C, f as same
try:
    from mine.broken import x
    from mine.nowhere import y
except (ZeroDivisionError, ImportError):
    x = y = None
from solution import f as third

def test_names():
    assert f() == same() == third() == mine.f() == 1
    assert f == same == third
    assert c.C(3).x == C(3).x == 3
    assert mine.a.C(4).x == 4
    assert list(c.value) == [1, 2]

def test_a_module_that_raises():
    with pytest.raises(ZeroDivisionError):
        x()

def test_a_module_that_is_not_there():
    y()
"""


def test_a_suite_imports_a_package_by_its_full_name(deliver: Grade) -> None:
    report = deliver(PACKAGE_SUITE, PACKAGE, top='solution = "mine"')
    assert real.verdicts(report) == {
        "test_names": "passed", "test_a_module_that_raises": "passed",
        "test_a_module_that_is_not_there": "error",
    }  # fmt: skip


def test_a_patch_reaches_a_module_that_another_has_imported(deliver: Grade) -> None:
    suite = """
from unittest import mock
from mine.naps import nap

def test_it():
    with mock.patch("mine.naps.time.sleep") as sleep:
        nap()
    sleep.assert_called_once_with(5)
"""
    files = {"mine/__init__.py": "", "mine/naps.py": "import time\n\ndef nap(): time.sleep(5)\n"}
    assert real.verdicts(deliver(suite, files, top='solution = "mine"')) == {"test_it": "passed"}


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        ("from mine.broken import x", "failed"),
        ("from mine.nowhere import y", "error"),
        ("from mine.a import D", "error"),
    ],
)
def test_a_package_without_what_the_suite_imports_fails_all_its_tests(
    deliver: Grade, line: str, verdict: str
) -> None:
    suite = f"from mine.a import f\n{line}\n\ndef test_f():\n    assert f() == 1\n"
    found = real.verdicts(deliver(suite, PACKAGE, top='solution = "mine"'))
    assert found == {"test_f": verdict}


SHAPES = """
class Point:
    def __init__(self, x): self.x = x
    def __eq__(self, other): return self.x == other.x
"""


def test_a_module_is_imported_from_its_package(deliver: Grade) -> None:
    suite = """
from mine import f, shapes

def test_shapes():
    assert shapes.Point(f()) == shapes.Point(1) != shapes.Point(2)
"""
    found = real.verdicts(deliver(suite, PACKAGE | {"mine/shapes.py": SHAPES}, top='solution = "mine"'))
    assert found == {"test_shapes": "passed"}


@pytest.mark.parametrize(("module", "verdict"), [("broken", "failed"), ("nowhere", "error")])
def test_where_that_fails_all_tests_do(deliver: Grade, module: str, verdict: str) -> None:
    suite = f"from mine import {module}\n\ndef test_f():\n    assert True\n"
    found = real.verdicts(deliver(suite, PACKAGE, top='solution = "mine"'))
    assert found == {"test_f": verdict}


def test_one_file_has_what_is_given_too(deliver: Grade) -> None:
    suite = "from solution import f\ndef test_it():\n    assert f() == ['name\\nAda\\n', 'helped']\n"
    source = "import helper\nTOP = open('people.csv').read()\ndef f(): return [TOP, helper.word]\n"
    report = deliver(suite, {"a.py": source}, given={**GIVEN, "helper.py": "word = 'helped'\n"})
    assert real.verdicts(report) == {"test_it": "passed"}


CELLS = (
    "%matplotlib inline\nimport asyncio\nx = 1\nawait asyncio.sleep(0)\nlock = asyncio.Lock()",
    "%%bash\nexit 1",
    "%%time\nasync def get():\n    async with lock:\n        return x\ny = await get()",
    "from IPython.display import display\ndisplay({'a': 1}, 'text')\nDATA = open('people.csv').read()",
    "import inspect\ndef f(): return [y, DATA, inspect.getsource(f)]\ndef fail():\n\n    raise ValueError(9)",
)
CELL_SUITE = """
from solution import f, fail, get

def test_values():
    assert f()[:2] == [1, "name\\nAda\\n"]
    assert f()[2] == "def f(): return [y, DATA, inspect.getsource(f)]\\n"

async def test_awaiting():
    assert await get() == 1

def test_place():
    fail()
"""


def test_a_notebook_runs_from_top_to_bottom(deliver: Grade) -> None:
    report = deliver(CELL_SUITE, {"work.ipynb": notebook(*CELLS)}, given=GIVEN)
    verdicts = real.verdicts(report)
    assert verdicts == {"test_values": "passed", "test_awaiting": "passed", "test_place": "failed"}
    place = next(check for check in report.checks if check.test.id.endswith("place"))
    assert "raised in line 5 of solution.ipynb [cell 5]" in place.message
    assert place.output == "{'a': 1}\n'text'\n"


@pytest.mark.parametrize(("top", "verdict"), [("", "error"), ('cells = "keep going"', "passed")])
def test_a_cell_that_raises_ends_the_load_unless_the_manifest_says_otherwise(
    deliver: Grade, top: str, verdict: str
) -> None:
    suite = "from solution import f\ndef test_it():\n    assert f() == 1\n"
    report = deliver(suite, {"a.ipynb": notebook("x = 1", "1 / 0", "def f(): return x")}, top=top)
    (check,) = report.checks
    assert check.verdict.value == verdict
    said = check.remark if verdict == "error" else check.output
    assert "ZeroDivisionError: division by zero" in said
    assert "solution.ipynb [cell 2]" in said


def test_a_cell_that_is_tagged_for_it_raises_and_ends_nothing(deliver: Grade) -> None:
    """As in nbconvert; what only a notebook's shell knows is not there, and a cell may ask whether it is."""
    cells = (
        "get_ipython().run_line_magic('matplotlib', 'inline')\nx = 1",
        "1 / 0",
        "hosted = 'hosted' in str(get_ipython())\ndef f(): return [x, hosted]",
    )
    document = json.loads(notebook(*cells))
    document["cells"][1]["metadata"] = {"tags": ["raises-exception"]}
    suite = "from solution import f\ndef test_it():\n    assert f() == [1, False]\n"
    (check,) = deliver(suite, {"a.ipynb": json.dumps(document)}).checks
    assert check.verdict.value == "passed"
    assert check.output == "solution.ipynb [cell 2]: ZeroDivisionError: division by zero\n"


# Each would decide something where its name meant ours; none of them does what is asked for.
SHADOWS = {
    "worker.py": "def main(*args): return 42\nperform = describe = main\n",
    "grader/__init__.py": "raise SystemExit(0)\n",
    "start.py": "raise SystemExit(0)\n",
    "pytest.py": "raise SystemExit(0)\n",
    "sitecustomize.py": "raise SystemExit(0)\n",
    "usercustomize.py": "raise SystemExit(0)\n",
    "x.pth": "import os; os._exit(0)\n",
    "conftest.py": "def pytest_runtest_call(): return True\n",
    "marshal.py": "def loads(data): return 42\n",
    "importlib/__init__.py": "def import_module(name): return 42\n",
    "asyncio/__init__.py": "class Runner:\n    def run(self, it): it.close(); return 42\n",
    "random.py": "def seed(x): raise SystemExit(0)\n",
    "struct.py": "class Struct:\n    def __getattr__(self, name): return lambda *args: b''\n",
    "enum.py": "",
    "signal.py": "raise SystemExit(0)\n",
    "solution.py": """import worker, marshal, struct, random, asyncio
def f(): return 1
async def g(): return 1
""",
}
SHADOW_SUITE = """
from solution import f, g

def test_what_it_gives():
    assert f() == 1

def test_what_it_does_not_give():
    assert f() == 42

async def test_what_is_awaited():
    assert await g() == 2
"""


def test_modules_that_are_called_like_ours_mean_nothing(deliver: Grade) -> None:
    report = deliver(
        SHADOW_SUITE, {name: text for name, text in SHADOWS.items() if name != "worker/__init__.py"}
    )
    found = real.verdicts(report)
    assert found["test_what_it_gives"] == "passed"
    assert "passed" not in (found["test_what_it_does_not_give"], found["test_what_is_awaited"])
    assert report.submission is not None
    assert set(report.submission.left_out) == {"sitecustomize.py", "usercustomize.py", "x.pth", "conftest.py"}


@pytest.mark.parametrize("as_notebook", [False, True])
def test_the_worker_stays_out_of_sight(deliver: Grade, *, as_notebook: bool) -> None:
    source = SEARCHER + MOMENTS
    files = {"a.ipynb": notebook(source)} if as_notebook else {"main.py": source, "b.py": "x = 1\n"}
    found = real.verdicts(deliver(MOMENTS_SUITE, files))
    assert set(found.values()) == {"passed"}, found
