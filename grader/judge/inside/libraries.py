"""Limits a suite's imports to the standard library, pytest, and the libraries in the exercise's lock."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType

# Ours, and what pytest is made of: it may import more of that at any time.
_OURS = frozenset({"grader", "pytest", "_pytest", "pluggy", "iniconfig", "packaging", "pygments", "colorama"})


class _OursOnly:
    """An import finder for our own modules that ignores everything else installed beside the grader."""

    def __init__(self, paths: list[str]) -> None:
        self._paths = paths

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if it is one of ours."""
        return PathFinder.find_spec(name, self._paths, target) if name in _OURS else None


def restrict(folder: str) -> None:
    """Makes all imports except the standard library and pytest come from `folder` from now on.

    Else a suite could use what happens to be installed beside the grader on its author's machine.
    """
    standard = os.path.dirname(os.__file__)
    own = [path for path in sys.path if path == standard or path.endswith((".zip", "lib-dynload"))]
    others = [path for path in sys.path if path not in own]
    sys.path[:] = [*own, folder]
    sys.meta_path.append(_OursOnly(others))
