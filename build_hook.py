"""A hook of hatchling's: what is built says of which commit it is, and what went into it.

A wheel that is made from an sdist has what the sdist was told.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

TOLD = "grader/_shipped/build.json"
# What is in a wheel.
PARTS = ("grader", "exercises", "selftests", "sandbox")


class BuildHook(BuildHookInterface[Any]):
    """Adds a file that names the commit and the build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes that file, unless this is an editable installation or an sdist's content."""
        root = Path(self.root)
        if version == "editable" or (root / TOLD).exists():
            return
        self._folder = tempfile.TemporaryDirectory(prefix="grade-build-")
        told = Path(self._folder.name, "build.json")
        told.write_text(json.dumps({"commit": commit(root), "build": digest(root)}) + "\n", "utf-8")
        build_data["force_include"][str(told)] = TOLD

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Removes what `initialize` made."""
        if hasattr(self, "_folder"):
            self._folder.cleanup()


def commit(root: Path) -> str:
    """The commit of the clone in `root`, and whether it was changed; empty where there is none."""
    try:
        argv = ["git", "-C", str(root), "describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=+"]
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip() if (root / ".git").exists() else ""


def digest(root: Path) -> str:
    """The beginning of a digest over the names and contents of what a wheel is made of."""
    sums = hashlib.sha256()
    for part in PARTS:
        for path in sorted((root / part).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                content = path.read_bytes()
                sums.update(f"{path.relative_to(root).as_posix()}\0{len(content)}\0".encode())
                sums.update(content)
    return sums.hexdigest()[:12]
