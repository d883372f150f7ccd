"""Loads a solution that is not a single file: a module in the current folder, or a notebook's cells."""

from __future__ import annotations

import builtins
import linecache
import os
import sys
from types import ModuleType

from . import visible
from .exceptions import FOLDER, NOTEBOOK_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

# What every interpreter has loaded before it looks into the current folder: no file there stands for it.
_THERE_BEFORE = frozenset(
    (
        "__main__", "_collections_abc", "_sitebuiltins", "abc", "codecs", "encodings", "genericpath", "io",
        "os", "posixpath", "site", "stat", "sys", "zipimport", *sys.builtin_module_names,
    )
)  # fmt: skip
_TOP_LEVEL_AWAIT = 0x2000  # PyCF_ALLOW_TOP_LEVEL_AWAIT
_COROUTINE = 0x80


def module(name: str) -> ModuleType:
    """Imports the module or package `name` as Python does, and returns it."""
    _let_go_of_others()
    __import__(name)
    return sys.modules[name]


def _let_go_of_others() -> None:
    """Forgets modules imported ahead for which the submission has files of the same name."""
    tops = set()
    for folder in sys.path:
        if folder == FOLDER or folder.startswith(FOLDER + "/"):
            for name in os.listdir(folder):
                tops.add(name.removesuffix(".py"))
    for name in list(sys.modules):
        top = name.partition(".")[0]
        if top in tops and top not in _THERE_BEFORE:
            del sys.modules[name]


def notebook(
    cells: Sequence[str], source: bytes, wait_for: Callable[[Any], Any], may_raise: Sequence[int]
) -> ModuleType:
    """Runs the cells in order in a new module, and returns that; those in `may_raise` do not end it."""
    solution = ModuleType("solution")
    loader: Any = visible.SourceLoader(source, NOTEBOOK_FILE)
    namespace = vars(solution)
    namespace.update(
        __loader__=loader,
        __file__=NOTEBOOK_FILE,
        __builtins__=builtins,
        display=visible.display,
        get_ipython=visible.get_ipython,
    )
    sys.modules["solution"] = solution
    for name, stand_in in visible.ipython().items():
        sys.modules.setdefault(name, stand_in)
    for number, text in enumerate(cells, 1):
        name = f"{NOTEBOOK_FILE} [cell {number}]"
        # Where tracebacks and `inspect` look for lines that are in no file.
        linecache.cache[name] = (len(text), None, text.splitlines(keepends=True), name)
        try:
            code = compile(text, name, "exec", _TOP_LEVEL_AWAIT, dont_inherit=True)
            awaitable = visible.run_cell(code, namespace)
            if code.co_flags & _COROUTINE:
                wait_for(awaitable)
        except Exception as exc:
            if number not in may_raise:
                raise
            visible.tell(name, exc)
    return sys.modules.get("solution", solution)
