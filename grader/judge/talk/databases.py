"""Confines what statements of SQL do while the candidate's code calls the suite's functions.

They attach databases and write copies of one to files, of which Python, unlike of other files, tells nobody.
"""

from __future__ import annotations

import functools
import importlib.util
import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from .confined import is_confined, lies_in_folder

_MODULE = "_sqlite3"  # from which `sqlite3` takes its functions
# What Python is told of then, as it is of the files that are opened.
ATTACHED = "grader.attached"
_ATTACHES, _ALLOWED, _DENIED = 24, 0, 1


class Databases:
    """An import finder for SQLite that lets each connection ask which files it may open."""

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if it is SQLite's."""
        if name != _MODULE:
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.loader is not None
        load = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            load(module)
            connect = vars(module)["connect"]

            @functools.wraps(connect)
            def connect_asking(*arguments: Any, **keywords: Any) -> Any:
                connection = connect(*arguments, **keywords)
                connection.set_authorizer(_authorize)
                return connection

            vars(module)["connect"] = connect_asking

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]
        return spec


def _authorize(action: int, path: str | None, *_: object) -> int:
    """Says whether a statement may do `action`, such as to attach `path`, as it also does to write a copy."""
    if action != _ATTACHES or path == "":  # it has no file that anybody can name
        return _ALLOWED
    if not is_confined():
        sys.audit(ATTACHED, path)
        return _ALLOWED
    return _ALLOWED if path is not None and lies_in_folder(path) else _DENIED
