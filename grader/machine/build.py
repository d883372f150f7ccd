"""Identifies the commit and the build of the running grader."""

from __future__ import annotations

import json
import subprocess

from .paths import build_record, cloned


def identity() -> str:
    """The commit and build that `build_hook.py` recorded; in a clone, git names the commit."""
    try:
        document = json.loads(build_record().read_text("utf-8"))
    except OSError:
        return f"commit {_commit()}, not built"
    return f"commit {document['commit'] or 'unknown'}, build {document['build']}"


def _commit() -> str:
    """The commit of the clone that this runs from, with a plus sign if files were changed since."""
    clone = cloned()
    if clone is None:
        return "unknown"
    argv = ["git", "-C", str(clone), "describe", "--always", "--exclude=*", "--abbrev=12", "--dirty=+"]
    try:
        done = subprocess.run(argv, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
    return done.stdout.strip()
