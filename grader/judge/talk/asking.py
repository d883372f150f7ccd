"""Tells who asks something of a proxy: the suite's code, a framework that runs or shows it, or a library."""

from __future__ import annotations

import sys
from types import FrameType

_FRAMEWORKS = frozenset(
    "_pytest pytest grader unittest reprlib pprint difflib traceback logging inspect functools "  # noqa: SIM905
    "dataclasses typing".split()
)
# Where `unittest` has its assertions, by which a suite asks.
ASSERTING = "unittest.case"

_folders: list[str] = []


def asked_by_suite(level: int) -> bool:
    """Whether the caller `level` frames up is the suite's code, and not a framework that shows values."""
    return not is_of_framework(str(sys._getframe(level).f_globals.get("__name__", "")))


def suite_lies_in(folder: str) -> None:
    """Says where the suite's modules are, also those that a test imports only as it runs."""
    _folders[:] = [f"{folder}/"]


def is_suites_frame(frame: FrameType) -> bool:
    """Whether that is code of the suite."""
    if "_grade_suite" in frame.f_globals:
        return True
    path = frame.f_code.co_filename
    return path.startswith(tuple(_folders)) and not path.startswith(f"{sys.prefix}/")


def is_suites(level: int) -> bool:
    """Whether the caller `level` frames up runs in a module of the suite, rather than any other library's."""
    return "_grade_suite" in sys._getframe(level + 1).f_globals


def is_mocks(level: int) -> bool:
    """Whether the caller `level` frames up is `unittest.mock`, which looks at what it shall imitate."""
    return sys._getframe(level + 1).f_globals.get("__name__") == "unittest.mock"


def is_monkeypatchs(level: int) -> bool:
    """Whether the caller `level` frames up is `monkeypatch`, which looks at what it shall restore."""
    return sys._getframe(level + 1).f_globals.get("__name__") == "_pytest.monkeypatch"


def explains(level: int) -> bool:
    """Whether the caller `level` frames up is pytest as it explains an assertion that has failed."""
    return str(sys._getframe(level + 1).f_globals.get("__name__", "")).startswith("_pytest.assertion")


def asserts_for_suite(level: int) -> bool:
    """Whether the caller `level` frames up is a module of the suite, or an assertion of `unittest`."""
    names = sys._getframe(level + 1).f_globals
    return "_grade_suite" in names or names.get("__name__") == ASSERTING


def is_of_framework(module: str) -> bool:
    """Whether `module` names a framework that runs suites or shows values for them."""
    return module.partition(".")[0] in _FRAMEWORKS
