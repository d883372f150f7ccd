"""Locates our files that are not modules: beside the package in a clone, inside it when installed."""

from __future__ import annotations

import os
from pathlib import Path

# What we keep in the cache, each a folder.
CACHES = ("devices", "environments", "judge", "pythons", "readable", "speed", "uv", "valid")

_PACKAGE = Path(__file__).resolve().parents[1]


def shipped(name: str) -> Path:
    """The path of our folder called `name`: `exercises`, `selftests` or `sandbox`."""
    inside = _PACKAGE / "_shipped" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def package(name: str) -> Path:
    """The path of a file or folder of this package."""
    return _PACKAGE / name


def build_record() -> Path:
    """The path of the file that records the build; a clone has no such file."""
    return _PACKAGE / "_shipped" / "build.json"


def cloned() -> Path | None:
    """The root of the git clone that contains this package; None if there is none."""
    return _PACKAGE.parent if (_PACKAGE.parent / ".git").exists() else None


def cache() -> Path:
    """The cache folder: `GRADE_CACHE`, else as the XDG base directories say."""
    chosen = os.environ.get("GRADE_CACHE")
    if chosen:
        return Path(chosen)
    home = os.environ.get("XDG_CACHE_HOME")
    return (Path(home) if home else Path("~/.cache").expanduser()) / "grade"
