"""Finds the names by which the sandbox has what a suite passes in from the libraries that both sides have.

These are the standard library and those of the exercise. A function of theirs is not called here for the
candidate's code, which would say with what: `open` reads any file, and `pickle.loads` runs any code. It is
used inside, where it lies as well.
"""

from __future__ import annotations

import sys
from types import (
    BuiltinFunctionType,
    FunctionType,
    MethodDescriptorType,
    MethodType,
    ModuleType,
    WrapperDescriptorType,
)
from typing import Any

_KINDS = (
    type, BuiltinFunctionType, FunctionType, MethodDescriptorType, MethodType, WrapperDescriptorType
)  # fmt: skip
# What pytest puts in the place of these.
_CAPTURING = "_pytest.capture"
_STREAMS = ("stdin", "stdout", "stderr")
# Mocks are the suite's, which looks at them afterwards.
_OF_THE_SUITE = "unittest"


def name_inside(value: Any, folder: str) -> str:
    """The module and the path by which `value` is found in the sandbox too, as `os` or `json:loads`.

    It is empty for what is not from the standard library or the libraries in `folder`, or cannot be found.
    """
    if type(value) is ModuleType:
        return value.__name__ if is_of_library(value.__name__, folder) else ""
    if type(value).__module__ == _CAPTURING:
        return next((f"sys:{name}" for name in _STREAMS if value is getattr(sys, name)), "")
    if not (isinstance(value, _KINDS) or is_of_library(type(value).__module__, folder)):
        return ""
    # A method is found in the class that it is bound to, or else in the class that has it.
    owner = getattr(value, "__self__", None)
    owner = owner if isinstance(owner, type) else getattr(value, "__objclass__", value)
    module, path = getattr(owner, "__module__", None), getattr(owner, "__qualname__", None)
    if owner is not value:
        path = f"{path}.{value.__name__}"
    if type(module) is not str or type(path) is not str:
        return ""
    if module.partition(".")[0] == _OF_THE_SUITE or not is_of_library(module, folder):
        return ""
    # Where a part of a module's name is private, other versions of Python may have other parts.
    places = dict.fromkeys((module.partition("._")[0], module))
    return next((f"{place}:{path}" for place in places if _is_there(value, place, path)), "")


def is_of_library(module: str, folder: str) -> bool:
    """Whether `module` is of the standard library, or of the libraries in `folder` (empty: none)."""
    file = getattr(sys.modules.get(module), "__file__", None)
    own = bool(folder) and type(file) is str and file.startswith(f"{folder}/")
    return own or module.partition(".")[0] in sys.stdlib_module_names


def library_of(kind: type, folder: str) -> str:
    """The library in `folder` that the class `kind` is from, as it is imported; empty if none is."""
    name = kind.__module__.partition(".")[0]
    is_ours = name in sys.stdlib_module_names or name.startswith("_")
    return name if not is_ours and is_of_library(kind.__module__, folder) else ""


def _is_there(value: Any, module: str, path: str) -> bool:
    found: Any = sys.modules.get(module)
    for name in path.split("."):
        found = getattr(found, name, None)
    # A method is bound anew each time.
    return found is value or (type(found) in (BuiltinFunctionType, MethodType) and bool(found == value))
