"""Installed as people install it, from a wheel or an sdist, it is whole and grades.

Where no package index answers nothing can be installed: these are skipped, unless a sandbox is required.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import uv

from build_hook import commit, digest
from grader import __version__
from grader.environments.pythons import of_minor
from tests import real
from tests.command import GOOD, PROJECT

from .conftest import Built, Place

MINORS = ("3.11", "3.12", "3.13", "3.14", "3.15")
OURS = f"{sys.version_info[0]}.{sys.version_info[1]}"
INSTALLED_WITH = ("pip", "pipx", "uv")


def test_a_wheel_holds_all_that_is_no_module_and_no_test_of_ours(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        names = set(wheel.namelist())
    for part in ("exercises", "selftests", "sandbox"):
        inside = {name.partition("grader/_shipped/")[2] for name in names if f"/_shipped/{part}/" in name}
        assert inside == files(PROJECT / part)
    assert files(PROJECT / "grader" / "schemas") < names
    assert {
        "grader/_shipped/sandbox/Dockerfile",
        "grader/_shipped/sandbox/seccomp.json",
        "grader/py.typed",
    } < names
    assert {name.partition("/")[0] for name in names} == {
        "grader", f"grade_python_exercises-{__version__}.dist-info",
    }  # fmt: skip


def test_a_wheel_and_an_sdist_say_of_which_commit_and_content_they_are(built: Built) -> None:
    with zipfile.ZipFile(built.wheel) as wheel:
        in_wheel = json.loads(wheel.read("grader/_shipped/build.json"))
    with tarfile.open(built.sdist) as sdist:
        member = sdist.extractfile(f"grade_python_exercises-{__version__}/grader/_shipped/build.json")
        assert member is not None
        in_sdist = json.loads(member.read())
    assert in_wheel == in_sdist == {"commit": commit(PROJECT), "build": digest(PROJECT)}


@pytest.mark.parametrize(
    "kind", [real.case("wheel", "wheel", usual=True), real.case("sdist", "sdist", usual=False)]
)
@pytest.mark.parametrize("minor", [real.case(minor, minor, usual=minor == OURS) for minor in MINORS])
@pytest.mark.parametrize("tool", [real.case(tool, tool, usual=tool == "uv") for tool in INSTALLED_WITH])
def test_it_works_where_it_was_installed(
    built: Built, place: Place, tool: str, minor: str, kind: str
) -> None:
    python = of_minor(minor)
    if python is None:
        pytest.skip(f"no Python {minor} here")
    if not real.required():
        pytest.skip(f"takes a while and a package index: runs where {real.REQUIRED} names a sandbox")
    grade = INSTALL[tool](place, python.program, built.wheel if kind == "wheel" else built.sdist)
    check_what_it_says(place, grade, python.minor)
    check_completion(place, grade)
    check_grading(place, grade)


def check_what_it_says(place: Place, grade: Path, minor: str) -> None:
    done = place.run(grade, "--version")
    told = f"grade, version {__version__} (commit {commit(PROJECT) or 'unknown'}, build {digest(PROJECT)})\n"
    assert (done.code, done.out, done.err) == (0, told, "")
    for name in real.required():
        assert place.run(grade, "setup", "--sandbox", name).code == 0
    done = place.run(grade, "doctor")
    assert (done.code, done.err) == (0, "")
    assert re.search(
        rf"^ok  grade +.*, build {digest(PROJECT)}\), on Python {re.escape(minor)}\.", done.out, re.M
    )
    for name in real.required():
        assert re.search(rf"^ok  {name} ", done.out, re.M), done.out
    done = place.run(grade, "list")
    assert [line.split()[0] for line in done.out.splitlines()] == sorted(
        path.parent.name for path in PROJECT.glob("exercises/*/exercise.toml")
    )


def check_completion(place: Place, grade: Path) -> None:
    """As a bash does that was told `eval "$(grade completion bash)"`."""
    script = (
        'eval "$(grade completion bash)"; COMP_WORDS=(grade {0}); COMP_CWORD={1}; _grade_completion grade;'
        'printf "%s\\n" "${{COMPREPLY[@]}}"'
    )
    path = f"{grade.parent}{os.pathsep}{os.environ['PATH']}"
    for line, place_of_word, wanted in (("sub", 1, "submit"), ("show flat", 2, "flatten")):
        done = place.run("bash", "-c", script.format(line, place_of_word), PATH=path)
        assert wanted in done.out.split(), done
    for shell in ("zsh", "fish"):
        assert "_GRADE_COMPLETE" in place.run(grade, "completion", shell).out


def check_grading(place: Place, grade: Path) -> None:
    (place.folder / "flatten.py").write_bytes(GOOD)
    for name in real.required():
        done = place.run(grade, "submit", "flatten.py", "--sandbox", name, "--format", "json")
        assert done.code == 0, done
        assert (done.json["sandbox"]["kind"], done.json["score"]["fraction"]) == (name, 1)


def with_pip(place: Place, python: str, what: Path) -> Path:
    folder = place.folder / "venv"
    assert place.run(python, "-m", "venv", folder).code == 0
    done = place.run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", what)
    assert done.code == 0, done.err
    return folder / "bin" / "grade"


def with_pipx(place: Place, python: str, what: Path) -> Path:
    """pipx itself comes from the index, into a place of its own."""
    folders = {"PIPX_HOME": f"{place.folder}/pipx", "PIPX_BIN_DIR": f"{place.folder}/bin"}
    argv = [uv.find_uv_bin(), "tool", "run", "--quiet", "pipx", "install", "--python", python, what]
    done = place.run(*argv, **folders)
    assert done.code == 0, done.err
    return place.folder / "bin" / "grade"


def with_uv(place: Place, python: str, what: Path) -> Path:
    folders = {"UV_TOOL_DIR": f"{place.folder}/tools", "UV_TOOL_BIN_DIR": f"{place.folder}/bin"}
    done = place.run(uv.find_uv_bin(), "tool", "install", "--quiet", "--python", python, what, **folders)
    assert done.code == 0, done.err
    return place.folder / "bin" / "grade"


INSTALL: dict[str, Callable[[Place, str, Path], Path]] = {"pip": with_pip, "pipx": with_pipx, "uv": with_uv}


def files(folder: Path, top: Path = PROJECT) -> set[str]:
    """The files below `folder`, named from `top`, that git or a build would take."""
    found = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(top).as_posix() for path in found}
