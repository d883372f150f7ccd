"""What the README says is so: its commands, options, tables, links and captures."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from grader.cli import EXIT_CODES, grade
from grader.errors import ExitCode
from grader.settings import SETTINGS
from tests import real

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text("utf-8")
PAGES = (
    "README.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "SECURITY.md",
    "docs/writing-exercises.md",
    "docs/suites.md",
    "docs/api.md",
    "docs/ci.md",
)
# Options of other programs than ours that the pages name.
FOREIGN = {"-e", "-m", "-q", "-k", "-x", "--pdb", "--solution"}


def read(page: str) -> str:
    return (ROOT / page).read_text("utf-8")


def section(title: str) -> str:
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", README, re.M | re.S)
    assert found, title
    return found[1]


def rows(text: str) -> list[list[str]]:
    """The cells of a table without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def code(text: str) -> Iterator[str]:
    """What stands in blocks and in spans of code."""
    blocks = r"^```(?:sh)?\n(.*?)^```$"
    for block in re.findall(blocks, text, re.M | re.S):
        yield from block.splitlines()
    yield from re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))


def command(name: str) -> click.Command:
    with click.Context(grade) as context:
        found = grade.get_command(context, name)
    assert found, f"there is no command {name}"
    return found


def options(*names: str) -> set[str]:
    given = {"--help", "-h"}
    for name in names:
        given.update(*(held.opts for held in command(name).params if isinstance(held, click.Option)))
    return given


def names() -> list[str]:
    with click.Context(grade) as context:
        return grade.list_commands(context)


def test_the_exit_codes_are_those_of_the_program() -> None:
    documented = {int(code): meaning for code, meaning in rows(section("Exit codes"))}
    assert set(documented) == {int(code) for code in ExitCode}
    in_help = {int(code): meaning for code, meaning in re.findall(r"^  (\d+) +(.+)$", EXIT_CODES, re.M)}
    assert documented == in_help


def test_the_table_of_commands_is_whole() -> None:
    assert [shlex.split(cells[0].strip("`"))[1] for cells in rows(section("Commands"))] == names()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_exists(page: str) -> None:
    for text in code(read(page)):
        called = re.search(r"(?:^|[\s/])grade ([a-z]+)\b(.*)", text)
        known = options(called[1]) if called else options(*names()) | FOREIGN
        rest = called[2] if called else text
        if called or text.startswith("-"):
            assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rest)) <= known, text


def test_no_option_of_submit_is_left_out() -> None:
    mentioned = set(re.findall(r"--[a-z][a-z-]*", section("Commands")))
    assert options("submit") - {"-h"} <= mentioned


def test_the_settings_are_those_that_the_code_reads() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "grader").rglob("*.py"))
    # How the judge is told its import path; set by us, and no setting.
    read_by_code = set(re.findall(r"\bGRADE_[A-Z_]+\b", source)) - {"GRADE_PATH"}
    assert {cells[0].strip("`") for cells in rows(section("Settings"))} == read_by_code


def test_the_keys_of_a_settings_file_stand_beside_their_variables() -> None:
    documented = {cells[0].strip("`"): cells[1].strip("`") for cells in rows(section("Settings"))}
    assert documented == {held.variable: held.name if held.kind else "" for held in SETTINGS}


@pytest.mark.parametrize("page", PAGES)
def test_every_link_to_a_file_resolves(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", read(page)):
        if "://" not in target:
            assert (ROOT / page).parent.joinpath(target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_every_path_that_is_named_exists(page: str) -> None:
    for text in code(read(page)):
        for path in re.findall(
            r"(?<![\w./])(?:exercises|grader|sandbox|tests|docs|benchmarks)/[\w./-]+", text
        ):
            assert (ROOT / path).exists(), path


def test_the_command_for_the_tests_can_be_cut_out_as_the_pipeline_does() -> None:
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    pipe = re.search(r"^command=\$\((.+)\)$", script, re.M)
    assert pipe
    done = subprocess.run(["sh", "-c", pipe[1]], cwd=ROOT, capture_output=True, text=True, check=True)
    lines = done.stdout.strip().splitlines()
    assert lines
    assert "pytest" in lines[-1]
    assert ".venv/bin/" in script  # what follows it there runs what the command has installed
    subprocess.run(["bash", "-n", "-c", done.stdout], check=True)


def test_there_is_a_place_for_the_benchmarks() -> None:
    assert re.search(r"^<!-- benchmarks -->$.+^<!-- /benchmarks -->$", README, re.M | re.S)


def test_the_capture_is_what_comes(tmp_path: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    captured = re.search(r"<!-- capture: grade submit (\S+) -->\n```text\n(.*?)```", README, re.S)
    assert captured
    argv = [sys.executable, "-m", "grader", "submit", captured[1], "--sandbox", "bubblewrap"]
    done = subprocess.run(
        argv, cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (ExitCode.BELOW, "")
    assert lines(done.stdout) == lines(captured[2])


def test_the_first_command_works_in_a_fresh_clone(tmp_path: Path) -> None:
    """Installed, not in place: what is missing from the package is missed here."""
    if "bubblewrap" not in real.required():
        pytest.skip(f"takes a while and a package index: runs where {real.REQUIRED} names bubblewrap")
    (block,) = re.findall(
        r"^```sh\n(.*?grade submit .*?)^```$", section("Try it").partition("To solve")[0], re.M | re.S
    )
    clone = tmp_path / "clone"
    shutil.copytree(ROOT, clone, ignore=shutil.ignore_patterns(".?*", "__pycache__"))
    env = {**environment(tmp_path), "GRADE_SANDBOX": "bubblewrap"}
    done = subprocess.run(
        ["bash", "-euc", block], cwd=clone, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == ExitCode.PASSED, done.stderr
    assert "20 of 20 points" in done.stdout
    # Started by its own name, from another folder, with the exercise that brings libraries along.
    argv = [clone / ".venv" / "bin" / "grade", "submit", "--exercise", "async_fetcher"]
    file = clone / "exercises" / "async_fetcher" / "submissions" / "accepted" / "httpx_client.py"
    done = subprocess.run([*argv, file], cwd="/", env=env, capture_output=True, text=True, check=False)
    assert done.returncode == ExitCode.PASSED, done.stdout + done.stderr


def environment(cache: Path) -> dict[str, str]:
    """Ours without settings, with a cache of its own and the interpreter that runs this first in the path."""
    held = {name: value for name, value in os.environ.items() if not name.startswith(("GRADE_", "PYTHON"))}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return {**held, "GRADE_CACHE": str(cache / "cache"), "LANG": "C.UTF-8", "NO_COLOR": "1", "PATH": path}


def lines(text: str) -> list[str]:
    """What is shown, but for the version of Python."""
    return [line.rstrip() for line in re.sub(r"Python [\d.]+", "Python", text).strip().splitlines()]
