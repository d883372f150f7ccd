"""A candidate's kit that was handed in whole, with whatever its candidate put into it and above it.

Somebody stands in that folder and types `grade submit flatten.py`. Of all that lies there only the file is
graded, by the exercise as it is installed, and nothing else is run, waited for, or believed.
"""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.exercises.find import find
from grader.machine.paths import shipped
from tests import command, real
from tests.command import Done

Change = Callable[[Path], object]
EVIL = "import pathlib\npathlib.Path({mark!r}).write_text('taken over')\n"
GOOD = b"# exercise: flatten\n" + command.GOOD


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `grade kit` writes."""
    folder = tmp_path_factory.mktemp("kit")
    done = command.run("kit", "flatten", "kit", cwd=folder, folder=folder)
    assert done.code == 0, done.err
    return folder / "kit"


@pytest.fixture
def handed_in(kit: Path, tmp_path: Path) -> Path:
    """A kit with a right solution in a folder of its own."""
    folder = tmp_path / "all" / "handed-in"
    shutil.copytree(kit, folder)
    (folder / "flatten.py").write_bytes(GOOD)
    return folder


@pytest.fixture
def submit(handed_in: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Done]:
    """Runs `grade submit flatten.py` in the kit, for JSON."""
    real.sandbox_or_skip("bubblewrap")

    def run(*arguments: str, **options: Any) -> Done:
        chosen = ("submit", "flatten.py", "--sandbox", "bubblewrap", "--format", "json")
        base = tmp_path_factory.getbasetemp()
        return command.run(*chosen, *arguments, **{"cwd": handed_in, "folder": base} | options)

    return run


def evil(*names: str) -> Change:
    """Python that leaves a mark where it runs, under these names."""

    def change(folder: Path) -> None:
        for name in names:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(EVIL.format(mark=str(folder.parent.parent / "mark")))

    return change


def manifest(change: Callable[[str], str | bytes]) -> Change:
    """Another manifest."""

    def write(folder: Path) -> None:
        path = folder / "exercise.toml"
        changed = change(path.read_text("utf-8"))
        path.write_bytes(changed if isinstance(changed, bytes) else changed.encode())

    return write


def instead(name: str, make: Callable[[Path], object]) -> Change:
    """Something else than a file or a folder of that name."""

    def change(folder: Path) -> None:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        make(path)

    return change


def bound(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as held:
        held.bind(str(path))


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


def elsewhere(folder: Path) -> None:
    """Tests behind a link, where a search for files does not go, but pytest does."""
    evil("../other/test_evil.py", "../other/conftest.py", "../other/__init__.py")(folder)
    (folder / "visible" / "more").symlink_to(folder.parent / "other")


IGNORED: dict[str, Change] = {
    "a hidden suite": evil("hidden/conftest.py", "hidden/test_hidden.py"),
    "packages": evil("__init__.py", "visible/__init__.py", "inside/__init__.py"),
    "a package above": evil("../__init__.py", "__init__.py", "../conftest.py", "../../conftest.py"),
    "an empty package below one": lambda folder: (
        evil("../__init__.py")(folder), (folder / "__init__.py").touch(),
    ),
    "conftests": evil("conftest.py", "visible/conftest.py", "visible/deep/conftest.py"),
    "more tests": evil("visible/test_more.py", "visible/sub/test_more.py", "test_root.py"),
    "changed tests": evil("visible/test_visible.py"),
    "modules": evil("inside/flatten.py", "inside/helper.py", "solution.py", "pytest.py", "json.py"),
    "a link to tests": elsewhere,
    "settings": lambda folder: (folder / "grade.toml").write_text('exercises = "."\nfail_under = 0\n'),
    "settings of pytest": lambda folder: (
        (folder / "pytest.ini").write_text("[pytest]\naddopts = -p evil\n"), evil("evil.py")(folder),
    ),
    "no tests at all": lambda folder: shutil.rmtree(folder / "visible"),
    "a folder as conftest": instead("visible/conftest.py", lambda path: path.mkdir()),
    "a folder as test": instead("visible/test_visible.py", lambda path: path.mkdir()),
    "a FIFO as test": instead("visible/test_visible.py", os.mkfifo),
    "a FIFO as conftest": instead("conftest.py", os.mkfifo),
    "a FIFO as a suite": instead("visible", os.mkfifo),
    "a socket as conftest": instead("conftest.py", bound),
    "a device as test": instead("visible/test_visible.py", lambda path: path.symlink_to("/dev/zero")),
    "a circle": instead("visible/round", lambda path: path.symlink_to(path.parent)),
    "a link to itself": instead("visible", lambda path: path.symlink_to(path)),
    "the whole disk": instead("visible", lambda path: path.symlink_to("/")),
    "a terabyte": instead("visible/test_visible.py", huge),
    "a test that nobody may read": lambda folder: (folder / "visible" / "test_visible.py").chmod(0),
    "memory of its own": manifest(lambda text: text.replace("memory_mb = ", "memory_mb = 9")),
    "time of its own": manifest(lambda text: text.replace("_seconds = ", "_seconds = 9")),
    "points of its own": manifest(lambda text: text.replace("points = 5", "points = 1000000")),
    "a broken manifest": manifest(lambda text: text + "[[["),
    "another schema": manifest(lambda text: text.replace("schema = 1", "schema = 99")),
    "no limits": manifest(lambda text: text.partition("[limits]")[0]),
    "libraries of its own": manifest(lambda text: 'libraries = ["os"]\n' + text),
    "numbers that are none": manifest(lambda text: text.replace("points = 5", "points = nan")),
    "a name only": manifest(lambda text: 'kit = "flatten"'),
    "nesting": manifest(lambda text: 'kit = "flatten"\na = ' + "[" * 30_000),
    "dotted keys": manifest(lambda text: 'kit = "flatten"\n' + ".".join("a" * 30_000) + " = 1"),
    "a number without end": manifest(lambda text: 'kit = "flatten"\na = ' + "9" * 60_000),
    "no text": manifest(lambda text: b'kit = "flatten"\n\xff\xfe\0'),
}  # fmt: skip
# Here it is no kit any more, so the file is graded as one that lies anywhere: hidden tests too.
NO_KIT: dict[str, Change] = {
    "a FIFO as manifest": instead("exercise.toml", os.mkfifo),
    "a folder as manifest": instead("exercise.toml", lambda path: path.mkdir()),
    "a socket as manifest": instead("exercise.toml", bound),
    "a device as manifest": instead("exercise.toml", lambda path: path.symlink_to("/dev/zero")),
    "a link as manifest": instead("exercise.toml", lambda path: path.symlink_to("HOWTO.md")),
    "a terminal as manifest": instead("exercise.toml", lambda path: path.symlink_to("/dev/tty")),
    "a manifest of a terabyte": instead("exercise.toml", huge),
    "a long manifest": manifest(lambda text: text + "#" * (1 << 20)),
    "an empty manifest": manifest(lambda text: ""),
    "another exercise's": manifest(lambda text: text.replace('kit = "flatten"', 'kit = "state_machine"')),
    "an exercise that is none": manifest(lambda text: text.replace('kit = "flatten"', 'kit = "../.."')),
    "an exercise that is a number": manifest(lambda text: text.replace('kit = "flatten"', "kit = 7")),
    "the exercise itself": lambda folder: shutil.copytree(
        shipped("exercises") / "flatten", folder, dirs_exist_ok=True
    ),
}  # fmt: skip


def graded_as_installed(done: Done, handed_in: Path) -> Any:
    """The report, which is the installed exercise's; nothing of the folder's was run or told."""
    mark = handed_in.parent.parent / "mark"
    assert not mark.exists(), "something of the kit ran outside"
    told = [
        line for line in done.err.splitlines() if "is not used" not in line and "are not used" not in line
    ]
    assert (done.code, told) == (0, []), done
    document = done.json
    assert document["exercise"]["digest"] == find("flatten", shipped("exercises")).digest()
    assert document["score"]["fraction"] == 1
    return document


@pytest.mark.parametrize("change", IGNORED)
def test_whatever_lies_in_a_kit_changes_nothing(
    submit: Callable[..., Done], handed_in: Path, change: str
) -> None:
    IGNORED[change](handed_in)
    document = graded_as_installed(submit(), handed_in)
    assert (document["score"]["max_points"], document["hidden_not_run"] > 0) == (5, True)
    assert {test["visibility"] for test in document["tests"]} == {"visible"}


@pytest.mark.parametrize("change", NO_KIT)
def test_what_is_no_kit_of_that_exercise_makes_no_difference_either(
    submit: Callable[..., Done], handed_in: Path, change: str
) -> None:
    NO_KIT[change](handed_in)
    (handed_in / "flatten.py").write_bytes(GOOD)
    document = graded_as_installed(submit(), handed_in)
    assert (document["score"]["max_points"], document["hidden_not_run"]) == (20, 0)


@pytest.mark.parametrize("change", ["a hidden suite", "a package above", "conftests", "a link to tests"])
@pytest.mark.parametrize("sandbox", real.NAMES)
@pytest.mark.parametrize("from_above", [False, True], ids=["in it", "above it"])
def test_nothing_of_it_runs_in_a_batch_either(
    handed_in: Path, tmp_path: Path, change: str, sandbox: str, from_above: bool
) -> None:
    real.sandbox_or_skip(sandbox)
    IGNORED[change](handed_in)
    done = command.run(
        "batch", ".", "--exercise", "flatten", "--sandbox", sandbox, "--results", str(tmp_path / "r.jsonl"),
        cwd=handed_in.parent if from_above else handed_in, folder=tmp_path,
    )  # fmt: skip
    assert not (tmp_path / "mark").exists()
    assert done.code in (0, 5), done
    # Whatever is Python there may be somebody's, and so may be a folder.
    assert done.out.startswith(("1 graded", "2 graded", "3 graded"))


def test_a_kit_of_what_is_not_installed_is_graded_only_where_somebody_says_so(
    submit: Callable[..., Done], handed_in: Path
) -> None:
    evil("conftest.py", "hidden/conftest.py")(handed_in)
    manifest(lambda text: text.replace('kit = "flatten"', 'kit = "of_the_course"'))(handed_in)
    (handed_in / "flatten.py").rename(handed_in / "mine.py")
    (handed_in / "mine.py").write_bytes(b"x = 1\n")
    done = command.run("submit", "mine.py", "--sandbox", "bubblewrap", cwd=handed_in, folder=handed_in.parent)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert done.err.endswith("add: --exercises .\n")
    assert not (handed_in.parent.parent / "mark").exists()


@pytest.mark.parametrize("form", ["exercism", "github", "html", "markdown", "junit", "gradescope"])
def test_no_report_reads_anything_there(submit: Callable[..., Done], handed_in: Path, form: str) -> None:
    instead("visible/test_visible.py", os.mkfifo)(handed_in)
    done = submit("--format", f"{form}=../report")
    graded_as_installed(done, handed_in)
    assert "def check" not in (handed_in.parent / "report").read_text()
