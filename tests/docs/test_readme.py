"""What the README says is so: its commands, tables and the first steps of a newcomer."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from grader.cli import EXIT_CODES
from grader.errors import ExitCode
from tests import real

from .pages import ROOT, read, rows, section
from .test_pages import names, options

README = read("README.md")
# What a reader takes in on one visit; whatever is longer has a page of its own in docs/.
MOST_WORDS = 1600


def test_it_fits_on_a_few_screens() -> None:
    assert len(README.split()) < MOST_WORDS


def test_the_exit_codes_are_those_of_the_program() -> None:
    documented = {int(code): meaning for code, meaning in rows(section("README.md", "Exit codes"))}
    assert set(documented) == {int(code) for code in ExitCode}
    in_help = {int(code): meaning for code, meaning in re.findall(r"^  (\d+) +(.+)$", EXIT_CODES, re.M)}
    assert documented == in_help


def test_the_table_of_commands_is_whole() -> None:
    table = rows(section("README.md", "Commands"))
    assert [shlex.split(cells[0].strip("`"))[1] for cells in table] == names()


def test_no_option_of_submit_is_left_out() -> None:
    mentioned = set(re.findall(r"--[a-z][a-z-]*", section("README.md", "Commands")))
    assert options("submit") - {"-h"} <= mentioned


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


def test_the_first_command_works_in_a_fresh_clone(tmp_path: Path) -> None:
    """Installed, not in place: what is missing from the package is missed here."""
    if "bubblewrap" not in real.required():
        pytest.skip(f"takes a while and a package index: runs where {real.REQUIRED} names bubblewrap")
    (block,) = re.findall(
        r"^```sh\n(.*?grade submit .*?)^```$",
        section("README.md", "Try it").partition("To solve")[0],
        re.M | re.S,
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
