"""Modules that are not files in the sandbox: the candidate's, and those that the exercise provides."""

from __future__ import annotations

import marshal
import sys

from . import usage, visible
from .processes import apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from grader.wire.foreign import Foreign
    from grader.wire.messages import Setup

    from .home import Home

# Far more than any honest file takes; the others are compiled in each test, within its limits.
_COMPILING_SECONDS = 1.0
_COMPILING_BYTES = 128 << 20
# What a file of tests needs; it is out of reach for all other exercises, whose solutions must do without.
_TESTING = "/grade/testing"
# What is imported once, instead of in each test, where the candidate's file names it: no more than the file
# would get anyway, and nothing that keeps the time, or the number of the process, from when it was imported.
_IMPORTED_AHEAD = frozenset(
    (
        "abc", "asyncio", "bisect", "calendar", "collections", "collections.abc", "concurrent.futures",
        "contextlib", "copy", "csv", "dataclasses", "datetime", "decimal", "enum", "fractions", "functools",
        "heapq", "inspect", "io", "itertools", "json", "logging", "numbers", "operator", "queue", "random",
        "re", "statistics", "string", "textwrap", "threading", "types", "typing", "urllib.parse", "weakref",
    )
)  # fmt: skip


# What libraries took when they were imported: the processes of all tests have it, and share it with this one.
_taken = [0]
# Made of NumPy and pandas, if the exercise has them.
_conversions: list[Foreign] = []


def import_libraries(names: Sequence[str]) -> None:
    """Imports the libraries that the exercise names, unless that was done before."""
    if "pytest" in names and _TESTING not in sys.path:
        sys.path.append(_TESTING)
    before = usage.private_bytes() if names else 0
    for name in names:
        __import__(name)
    if "numpy" in sys.modules and not _conversions:
        from grader.wire.foreign import Foreign  # not above: few exercises need it

        _conversions.append(Foreign(sys.modules["numpy"], sys.modules.get("pandas")))
    if names:
        _taken[0] += max(0, usage.private_bytes() - before)


def imported_bytes() -> int:
    """The private memory that the exercise's libraries take, which no test is charged for."""
    return _taken[0]


def conversions() -> Foreign | None:
    """The conversions for values of NumPy and pandas; None unless the exercise asks for these."""
    return _conversions[0] if _conversions else None


def home_for(setup: Setup, content: bytes) -> Home | None:
    """The folder for the files that `setup` lists; None if it lists none."""
    if not setup.files and not setup.cells:
        return None
    from . import loading  # noqa: F401 - for the tests; not above, as few exercises need it
    from .home import Home

    return Home(setup, content)


def all_sources(setup: Setup, home: Home | None) -> bytes:
    """The text of everything that tests load; empty for a program, which is not loaded."""
    if setup.program:
        return b""
    return home.sources if home else setup.source


def import_ahead(source: bytes, libraries: Sequence[str], sources: dict[str, bytes]) -> None:
    """Imports what the exercise and the candidate's file will import, so that no test pays for it.

    The exercise's own modules, given by `sources`, are imported as well, and can be reloaded.
    """
    import_libraries(libraries)
    finder: Any = visible.ExerciseFinder(sources)
    sys.meta_path.append(finder)
    for name in (*sources, *(_IMPORTED_AHEAD & _named(source))):
        __import__(name)


def compiled_ahead(source: bytes, file_name: str) -> bytes | None:
    """Compiles the file once for `SourceLoader`; None if each test must compile it itself.

    The compiler is slow in a fresh process, and a hostile file may crash it: so it runs in a separate
    process.
    """

    def compiled() -> bytes:
        import warnings

        warnings.simplefilter("error")  # a test that compiles prints them
        return marshal.dumps(compile(source, file_name, "exec", dont_inherit=True))

    return apart(compiled, seconds=_COMPILING_SECONDS, most_bytes=_COMPILING_BYTES)


def _named(source: bytes) -> set[str]:
    """The words in import-like lines that may be module names."""
    names: set[str] = set()
    for line in source.splitlines():
        words = line.replace(b",", b" ").split()
        if words[:1] in ([b"import"], [b"from"]):
            names.update(
                word.decode("utf-8", "replace") for word in words[1 : 2 if words[0] == b"from" else None]
            )
    return names
