"""Tells a suite which module a function is of: its own, if the candidate's decorator has kept that.

The sandbox is not told the names of a suite's modules. Functions of the suite have another one there, which
`functools.wraps` copies.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import FunctionType
from typing import Any

# So their module is called inside, see `sandbox/worker/suite_functions.py`.
_INSIDE = "suite"


def module_for_suite(told: Any, passed_in: Iterable[object]) -> Any:
    """What to tell for a module's name `told` by the sandbox; `passed_in` are the suite's objects there.

    Where these are of several modules, it is none of them.
    """
    if type(told) is not str or told != _INSIDE:
        return told
    functions = [each for each in passed_in if type(each) is FunctionType]
    modules = {each.__module__ for each in functions if "_grade_suite" in each.__globals__}
    return modules.pop() if len(modules) == 1 else told
