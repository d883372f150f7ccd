"""The command `grade` as a person runs it: in a process of its own, with a plain environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests import real

PROJECT = Path(__file__).resolve().parents[1]
ANSWER_SECONDS = 100
# -P as the installed script does it: `python -m` would take a grader.py in the current folder for ours.
COMMAND = (sys.executable, "-P", "-m", "grader")
GOOD = b"""\
def flatten(items):
    for item in items:
        if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
            yield item
        else:
            yield from flatten(item)
"""


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.out)
        return document


def environment(folder: Path) -> dict[str, str]:
    """A plain environment, with a cache and settings in `folder` and our package to be imported."""
    inherited = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "DOCKER_HOST", "LD_LIBRARY_PATH")
        if name in os.environ
    }
    return {
        **inherited, "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8", "GRADE_CACHE": str(real.cache(folder)),
        "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip


def run(
    *arguments: str | bytes, cwd: Path, folder: Path, env: dict[str, str] | None = None, **options: Any
) -> Done:
    """Runs `grade` in `cwd`, with its cache in `folder`; `options` as for `subprocess.run`."""
    done = subprocess.run(
        [*COMMAND, *arguments], cwd=cwd, timeout=ANSWER_SECONDS, check=False,
        env=environment(folder) | (env or {}),
        **{"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
    )  # fmt: skip
    out, err = (
        stream.decode("utf-8", "surrogateescape") if stream else "" for stream in (done.stdout, done.stderr)
    )
    return Done(done.returncode, out, err)
