"""A wheel and an sdist of this tree, built once for all tests, and a plain environment to install them in."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.command import PROJECT, Done

SECONDS = 300


@dataclass(frozen=True)
class Built:
    """What was built."""

    wheel: Path
    sdist: Path


@dataclass(frozen=True)
class Place:
    """A folder with nothing in it yet, and programs that run as somebody does who has just come."""

    folder: Path

    def run(self, *argv: str | Path, **variables: str) -> Done:
        done = subprocess.run(
            argv, cwd=self.folder, env=self._environment() | variables, capture_output=True, text=True,
            timeout=SECONDS, stdin=subprocess.DEVNULL, check=False,
        )  # fmt: skip
        return Done(done.returncode, done.stdout, done.stderr)

    def _environment(self) -> dict[str, str]:
        ours = ("GRADE_", "PYTHON", "VIRTUAL_ENV", "XDG_", "UV_", "PIPX_")
        kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        home = str(self.folder)
        return {
            **kept,
            "HOME": home,
            "GRADE_CACHE": f"{home}/cache",
            "LANG": "C.UTF-8",
            "UV_SYSTEM_CERTS": "1",
        }


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    argv = [sys.executable, "-m", "hatchling", "build", "--directory", folder]
    subprocess.run(argv, cwd=PROJECT, check=True, timeout=SECONDS, capture_output=True)
    (wheel,), (sdist,) = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return Built(wheel, sdist)
