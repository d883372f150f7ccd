"""What a sandbox waits for before it can begin: the imports of its worker, and those that a file names."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from worker import modules

ROOT = Path(__file__).resolve().parents[3]
# Each takes as long as several modules of the worker; some bring others of these with them.
SLOW = {
    "asyncio", "contextlib", "ctypes", "dataclasses", "importlib", "inspect", "re", "selectors",
    "signal", "socket", "threading", "typing", "warnings",
}  # fmt: skip


def imported(code: str) -> set[str]:
    """The modules of an interpreter of its own when that is done."""
    paths = [str(ROOT / "sandbox"), str(ROOT)]
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path += {paths}\n{code}\nprint(*sys.modules)"],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_the_worker_imports_nothing_slow() -> None:
    assert "asyncio" in imported("import asyncio")
    names = imported("import worker.supervisor, worker.child")
    assert "worker.child" in names
    assert names & SLOW == set()


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("import re", {"re"}),
        ("import re, json as j", {"re", "json", "as", "j"}),
        ("    from collections.abc import Iterable", {"collections.abc"}),
        ("from typing import (", {"typing"}),
        ("from\ttyping import re", {"typing"}),
        ("text = 'import re'", set()),
        ("from", set()),
        ("import \xff", {"\xff"}),
    ],
)
def test_what_a_file_names_is_found_without_parsing_it(line: str, names: set[str]) -> None:
    source = f"x = 1\n{line}\ny = 2\n"
    assert modules._named(source.encode()) == names


def test_only_what_is_listed_is_imported_ahead() -> None:
    """Process 1 runs nothing that a candidate chooses but these."""
    source = (
        b"import statistics, this, antigravity, solution\nfrom os import path\nfrom secrets import choice\n"
    )
    code = f"from worker import modules\nmodules.import_ahead({source!r}, (), {{}})"
    names = imported(code)
    assert "statistics" in names
    assert names & {"this", "antigravity", "solution", "secrets"} == set()


@pytest.mark.parametrize("name", sorted(modules._IMPORTED_AHEAD))
def test_what_is_imported_ahead_starts_no_thread_and_keeps_no_time(name: str) -> None:
    code = f"import {name}, os; assert len(os.listdir('/proc/self/task')) == 1"
    assert name in imported(code)
