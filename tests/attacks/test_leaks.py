"""The candidate's view leaks nothing of a hidden test, whatever the candidate's code does with arguments.

Every file in `leak/` puts each argument it sees between two marks, into whatever it prints, raises,
returns or names. It is graded as a person would do it, with copies of the exercises that have no visible
tests: then no mark may be anywhere in what a candidate is shown. The assessor's view of the same run holds
what must be missing.
"""

from __future__ import annotations

import base64
import functools
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from grader.machine.paths import shipped
from grader.render import FORMATS
from tests import real

FOLDER = Path(__file__).parent / "leak"
PROJECT = FOLDER.parents[2]
MARK = "LEAK"
SEED = "2024"
# As the manifests and the README files promise them; a copy without visible tests has to say its own sum.
HIDDEN_POINTS = {"flatten": 15, "state_machine": 16, "least_non_representable": 14, "async_fetcher": 25}
# One for each exercise is run in Docker too, and read by the assessor.
LOUD = ("prints_its_arguments", "asks_for_names", "prints_the_caller", "returns_the_addresses")
NAMES = sorted(path.stem for path in FOLDER.glob("*.py"))
# What else is written of each run, into files of these names.
OTHERS = [f"{name}=report.{name}" for name in FORMATS if name != "json"]
# Shorter lines say nothing: `pass`, `return`, a bracket.
LEAST_CHARACTERS = 13
HIDDEN_KEYS = {
    "id", "title", "group", "points", "max_points", "bonus", "visibility", "verdict", "hint",
}  # fmt: skip


@dataclass(frozen=True)
class View:
    """What a command showed."""

    code: int
    out: str
    err: str
    files: dict[str, str]

    @property
    def texts(self) -> str:
        """All of it as it is read, without white space, since lines are wrapped."""
        return "".join(map(_read, (self.out, self.err, *self.files.values())))


Submit = Callable[..., View]


def _read(text: str) -> str:
    """As it is written, and as whoever reads such a document finds it."""
    inner = " ".join(_strings(json.loads(text))) if text.startswith("{") else html.unescape(text)
    return "".join((inner + text).split())


def _strings(document: Any) -> Iterator[str]:
    if type(document) is dict:
        for name, held in document.items():
            yield from (name, *_strings(held))
    elif type(document) is list:
        for held in document:
            yield from _strings(held)
    elif type(document) is str:
        yield document


def exercise_of(name: str) -> str:
    found = re.search(r"^# exercise: (\w+)$", (FOLDER / f"{name}.py").read_text(), re.M)
    assert found is not None
    return found[1]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The exercises without their visible tests."""
    made = tmp_path_factory.mktemp("exercises")
    for slug, points in HIDDEN_POINTS.items():
        ignored = shutil.ignore_patterns("submissions", "visible", "__pycache__")
        shutil.copytree(shipped("exercises") / slug, made / slug, ignore=ignored)
        manifest = made / slug / "exercise.toml"
        manifest.write_text(re.sub(r"^points = \d+", f"points = {points}", manifest.read_text(), flags=re.M))
    return made


@pytest.fixture(scope="session")
def submit(folder: Path) -> Iterator[Submit]:
    """Runs `grade submit` once for the same arguments, with a few at a time."""
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_HOST") if name in os.environ}
    environment |= {"PYTHONPATH": str(PROJECT), "COLUMNS": "500", "LANG": "C.UTF-8"}

    def run(arguments: tuple[str, ...]) -> View:
        also = [argument for name in OTHERS for argument in ("--format", name)]
        with tempfile.TemporaryDirectory() as here:
            runner = {"GITHUB_OUTPUT": f"{here}/result", "GITHUB_STEP_SUMMARY": f"{here}/summary"}
            done = subprocess.run(
                [sys.executable, "-m", "grader", "submit", "--exercises", str(folder), *arguments, *also],
                cwd=here, env=environment | runner, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                timeout=150, check=False,
            )  # fmt: skip
            files = {path.name: path.read_text("utf-8") for path in Path(here).iterdir()}
        if "result" in files:
            files["result"] = base64.b64decode(files["result"].removeprefix("result=")).decode()
        return View(done.returncode, done.stdout, done.stderr, files)

    with ThreadPoolExecutor(3) as pool:
        views: dict[tuple[str, ...], Future[View]] = {}

        def view(*arguments: str) -> View:
            return begin(*arguments).result()

        def begin(*arguments: str) -> Future[View]:
            if arguments not in views:
                views[arguments] = pool.submit(run, arguments)
            return views[arguments]

        real.sandbox_or_skip("bubblewrap")
        for name in NAMES:
            begin(*of_candidate(name))
        yield view


def of_candidate(name: str, sandbox: str = "bubblewrap") -> tuple[str, ...]:
    """The arguments for a candidate's view, loud ones as a text."""
    form = ("--format", "text") if name in LOUD else ("--format", "json", "--debug")
    return (str(FOLDER / f"{name}.py"), "--sandbox", sandbox, "--seed", SEED, *form)


@functools.cache
def hidden_lines(slug: str) -> frozenset[str]:
    """The lines of the hidden suite that stand nowhere in what candidates are given; without white space."""
    place = shipped("exercises") / slug
    given = [*place.glob("*.*"), *(place / "visible").glob("*.py")]
    public = "".join("".join(path.read_text().split()) for path in given)
    files = (place / "hidden").glob("*.py")
    lines = {"".join(line.split()) for path in files for line in path.read_text().splitlines()}
    return frozenset(line for line in lines if len(line) >= LEAST_CHARACTERS and line not in public)


@functools.cache
def hidden_names(slug: str) -> frozenset[str]:
    """What the hidden suite calls its files, classes and tests."""
    files = list((shipped("exercises") / slug / "hidden").glob("*.py"))
    defined = [re.findall(r"^\s*(?:async def|def|class) (\w+)", path.read_text(), re.M) for path in files]
    names = {name for found in defined for name in found if name.lower().startswith("test")}
    return frozenset(names | {path.stem for path in files} | {"hidden/"})


def test_there_is_something_to_be_leaked() -> None:
    for slug in HIDDEN_POINTS:
        assert len(hidden_lines(slug)) > 60
        assert len(hidden_names(slug)) > 8
    assert sorted(map(exercise_of, LOUD)) == sorted(HIDDEN_POINTS)


JOBS = [(name, "bubblewrap") for name in NAMES] + [(name, "docker") for name in LOUD]


@pytest.mark.parametrize(("name", "sandbox"), JOBS)
def test_a_candidate_is_shown_no_input_no_line_and_no_name_of_a_hidden_test(
    submit: Submit, name: str, sandbox: str
) -> None:
    real.sandbox_or_skip(sandbox)
    view = submit(*of_candidate(name, sandbox))
    assert view.code == 1, view.err
    texts, slug = view.texts, exercise_of(name)
    assert MARK not in texts
    assert "424242" not in texts  # the wrong answer that one of the files gives
    assert [line for line in hidden_lines(slug) if line in texts] == []
    assert [held for held in hidden_names(slug) if held in texts] == []
    for other in HIDDEN_POINTS:
        assert str(shipped("exercises") / other) not in texts


@pytest.mark.parametrize("name", [name for name in NAMES if name not in LOUD])
def test_of_a_hidden_test_a_candidates_report_holds_what_was_promised_and_nothing_else(
    submit: Submit, name: str
) -> None:
    document = json.loads(submit(*of_candidate(name)).out)
    assert document["tests"]
    for test in document["tests"]:
        assert set(test) == HIDDEN_KEYS
        assert re.fullmatch(r"hidden-\d+", test["id"])
    assert "seed" not in document


@pytest.mark.parametrize("name", LOUD)
@pytest.mark.parametrize("form", ["text", "json"])
def test_what_is_missing_there_is_what_the_assessor_sees(submit: Submit, name: str, form: str) -> None:
    arguments = (str(FOLDER / f"{name}.py"), "--sandbox", "bubblewrap", "--seed", SEED)
    assessor = submit(*arguments, "--audience", "assessor", "--format", form)
    assert MARK in assessor.texts
    assert len(assessor.files) == len(OTHERS) + 2
    without = {name for name, text in assessor.files.items() if MARK not in _read(text)}
    assert without <= {"report.github", "result"}  # which show no output of the candidate's code
    if form == "json":
        candidate = submit(*of_candidate(name)).texts
        tests = json.loads(assessor.out)["tests"]
        told = {line for test in tests for line in (test["message"] + "\n" + test["output"]).split("\n")}
        told = {"".join(line.split()) for line in told}
        assert [line for line in told if len(line) >= LEAST_CHARACTERS and line in candidate] == []


SECRET = "the_secret_of_line_seven"
BROKEN = {
    "while it is read": f"assert 1 == 2, '{SECRET}'\n\ndef test_x(): pass\n",
    "in its grammar": f"def test_x(): return {SECRET} +\n",
    "by a name": f"def test_x():\n    {SECRET}\n",
    "by its own error": f"def test_x():\n    raise ValueError('{SECRET}')\n",
    "in a fixture": (
        f"import pytest\n@pytest.fixture\ndef held(): raise KeyError('{SECRET}')\n\ndef test_x(held): pass\n"
    ),
    "by an interrupt": f"def test_x():\n    raise KeyboardInterrupt('{SECRET}')\n",
    "by an exit": f"def test_x():\n    raise SystemExit('{SECRET}')\n",
    "by pytest's own exit": f"import pytest\ndef test_x():\n    pytest.exit('{SECRET}')\n",
    "by another end": f"class {SECRET}(BaseException): pass\ndef test_x():\n    raise {SECRET}('{SECRET}')\n",
    "by a signal": f"import os\ndef test_x():\n    '''x'''\n    {SECRET} = os.kill(os.getpid(), 11)\n",
    "in a hook": f"def pytest_configure(config): raise ValueError('{SECRET}')\ndef test_x(): pass\n",
    "in a marker": f"import pytest\n@pytest.mark.points('{SECRET}')\ndef test_x(): pass\n",
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_suite_that_breaks_is_no_score_and_shows_none_of_its_lines(
    submit: Submit, tmp_path: Path, how: str
) -> None:
    real.tiny_exercise(tmp_path / "exercises" / "tiny", "from solution import f\n" + BROKEN[how], points=1)
    (tmp_path / "tiny.py").write_text("def f(): return 7\n")
    arguments = ("--exercises", str(tmp_path / "exercises"), "--sandbox", "bubblewrap", "--format", "json")
    view = submit(str(tmp_path / "tiny.py"), *arguments)
    if how == "in a hook":  # which is none: a suite has no hooks
        assert view.code == 0
        return
    assert SECRET not in view.texts
    assert "Traceback" not in view.texts
    if how == "by an exit":  # caught by pytest as any failure of a test
        assert view.code in (1, 4)
        return
    assert view.code in (3, 4), view.err
    assert json.loads(view.out)["score"] is None
