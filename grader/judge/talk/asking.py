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
    _folders[:] = [folder]


def is_suites_frame(frame: FrameType) -> bool:
    """Whether that is code of the suite."""
    path, name = frame.f_code.co_filename, frame.f_globals.get("__name__")
    return "_grade_suite" in frame.f_globals or any(is_suites_file(path, name, each) for each in _folders)


def is_suites_file(path: object, name: object, folder: str) -> bool:
    """Whether the module called `name`, from the file at `path`, is of the suite in `folder`.

    That may be a project with an environment in its folder, and with this grader.
    """
    if type(path) is not str or not path.startswith(f"{folder}/"):
        return False
    pythons = [f"{each}/" for each in (sys.prefix, sys.base_prefix) if each.startswith(f"{folder}/")]
    is_installed = "/site-packages/" in path.removeprefix(folder) or path.startswith(tuple(pythons))
    return not is_installed and not (type(name) is str and name.partition(".")[0] == "grader")


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
