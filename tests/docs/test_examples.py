"""Every block on a page for readers is run, in the order of the page, and what it shows is what comes.

A comment on the line above a block, which readers do not see, may say what is special about it. Below
`capture: COMMAND` stands what that command prints. `run by FILE` names what runs the block instead of this
module. `not run: WHY` is the exception.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from grader.errors import ExitCode
from grader.machine.paths import cache
from tests import command, real

from .pages import PAGES, ROOT, Block, blocks

# These pages are one program, or one exercise, each: their blocks are put together and run as a whole.
ELSEWHERE = {
    "docs/api.md": "test_api.py",
    "docs/claims.md": "test_docs.py",
    "docs/programs.md": "test_programs_page.py",
    "docs/suites.md": "test_docs.py",
    "docs/time.md": "test_docs.py",
    "docs/writing-exercises.md": "test_docs.py",
}
HERE = [page for page in PAGES if page not in ELSEWHERE and (page == "README.md" or page.startswith("docs/"))]
# With these the exit code tells what was found; 1 is no failure of theirs.
TELLING = ("submit", "diff", "replay")
NO_GROUP = r"\n[^\n]*No control group here:.*?only\."
Run = Callable[[str], command.Done]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs a line of a shell like a reader does, in a clone where the grader was installed."""
    clone, programs = tmp_path / "clone", tmp_path / "clone" / ".venv" / "bin"
    programs.mkdir(parents=True)
    (programs / "grade").write_text(f'#!/bin/sh\nexec {sys.executable} -P -m grader "$@"\n')
    (programs / "grade").chmod(0o755)
    (clone / "exercises").symlink_to(ROOT / "exercises")
    (clone / "examples").symlink_to(ROOT / "examples")
    # Installed once for all runs of the tests: it takes a registry, and half a minute.
    (tmp_path / "cache").mkdir()
    for name in ("environments", "uv"):
        (cache() / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "cache" / name).symlink_to(cache() / name)
    env = {
        **command.environment(tmp_path), "GRADE_SANDBOX": "bubblewrap", "NO_COLOR": "1",
        "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
    }  # fmt: skip

    def run(line: str) -> command.Done:
        done = subprocess.run(
            ["bash", "-uc", line], cwd=clone, env=env, check=False, capture_output=True, text=True,
            timeout=command.ANSWER_SECONDS,
        )  # fmt: skip
        return command.Done(done.returncode, done.stdout, done.stderr)

    return run


@pytest.mark.parametrize("page", HERE)
def test_what_the_page_shows_is_what_comes(page: str, run: Run, tmp_path: Path) -> None:
    real.sandbox_or_skip("bubblewrap")
    for block in blocks(page):
        if block.mark.startswith("capture: "):
            check_capture(block, run)
        elif block.language == "sh" and not block.mark:
            for line in block.text.splitlines():
                done = run(line)
                assert done.code in (0, 1) if telling(line) else done.code == 0, f"{line}\n{done}"
        elif block.language == "toml":
            first, _, rest = block.text.partition("\n")
            (tmp_path / "clone" / first.removeprefix("# ")).write_text(rest, "utf-8")


def check_capture(block: Block, run: Run) -> None:
    line = block.mark.removeprefix("capture: ")
    done = run(line)
    assert shown(done.out) == shown(block.text)
    if "submit" in line:
        below = re.search(r"below [\d.]+ %$", block.text, re.M)
        assert (done.code, done.err) == (ExitCode.BELOW if below else ExitCode.PASSED, "")
    else:
        assert done.code in (0, 1) if telling(line) else done.code == 0, f"{line}\n{done}"


def telling(line: str) -> bool:
    called = re.search(r"\bgrade ([a-z]+)", line)
    return bool(called) and called[1] in TELLING


def shown(text: str) -> list[str]:
    """Its lines without what differs between machines: versions, digests, the control group, the speed."""
    text = re.sub(r"Python [\d.]+", "Python", text)
    paced = r"[\d.]+\s+s\s+of\s+CPU\s+\(([\d.]+\s+s)\s+on\s+the\s+reference\s[^)]*\)"
    text = re.sub(paced, r"\1 of CPU", text)
    text = re.sub(r"exercise [0-9a-f]{12}", "exercise", text)
    text = re.sub(NO_GROUP, "", text, flags=re.S)
    return [line.rstrip() for line in text.strip().splitlines()]


@pytest.mark.parametrize("page", HERE)
def test_no_block_is_left_out_in_silence(page: str) -> None:
    for block in blocks(page):
        kind, _, rest = block.mark.partition(": ")
        if block.mark.startswith("run by "):
            assert (ROOT / block.mark.removeprefix("run by ")).is_file(), block.mark
        elif kind == "capture":
            assert (block.language, rest.partition(" ")[0]) == ("text", "grade"), block.mark
        elif kind == "not run":
            assert block.language == "sh"
            assert rest, "a reason"
        elif block.mark == "test-command":
            assert page == "README.md"  # .ci/run does
        else:
            assert block.mark == ""
            a_drawing = block.language == "text" and "│" in block.text
            names_its_file = block.language == "toml" and re.match(r"# [\w.]+\n", block.text)
            assert block.language == "sh" or a_drawing or names_its_file, block.text
