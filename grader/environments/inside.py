"""Lists everything that goes into every sandbox: our own files, and the libraries that can be imported.

The image, bubblewrap's root, the digest in a report and the compiler of byte code all ask here.
"""

from __future__ import annotations

import functools
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ..machine.paths import package, shipped

# What a submission may import beside the standard library, and what is there for files of tests alone.
REQUIREMENTS, TESTING = "requirements.txt", "testing.txt"
_PINNED = re.compile(r"^([\w.-]+)==", re.M)


def roots() -> dict[str, Path]:
    """Our files and folders that go into the sandbox, by their path below /grade."""
    sandbox = shipped("sandbox")
    return {
        "start.py": sandbox / "start.py",
        "worker": sandbox / "worker",
        "grader/wire": package("wire"),
    }


def files() -> Iterator[tuple[str, Path]]:
    """Yields each of our files with its path below /grade."""
    for name, path in roots().items():
        if path.is_file():
            yield name, path
        else:
            yield from ((f"{name}/{file.name}", file) for file in sorted(path.glob("*.py")))


def requirements(file: str) -> Path:
    """The path of the requirements file (pinned libraries) with that name."""
    return shipped("sandbox") / file


def libraries(file: str, folders: tuple[str, ...]) -> list[str]:
    """The paths of all modules and packages that belong to the libraries in the requirements file `file`.

    A library that is not installed there is left out.
    """
    found = []
    for name in _PINNED.findall(requirements(file).read_text("utf-8")):
        description = described(name, folders)
        if description is not None:
            folder = os.path.dirname(description)
            found += [os.path.join(folder, module) for module in top_level(description)]
    return found


def described(library: str, folders: tuple[str, ...]) -> str | None:
    """The .dist-info folder of `library`, in the first of `folders` that has it; None if none does."""
    wanted = _normal(library)
    for folder in folders:
        for name, description in _descriptions(folder):
            if name == wanted:
                return description
    return None


@functools.cache
def _descriptions(folder: str) -> tuple[tuple[str, str], ...]:
    """The .dist-info folders in `folder`, each with the normalized name of the library."""
    try:
        names = os.listdir(folder)
    except OSError:  # an archive, or nothing
        return ()
    return tuple(
        (_normal(name.partition("-")[0]), os.path.join(folder, name))
        for name in names
        if name.endswith(".dist-info")
    )


def _normal(name: str) -> str:
    """The library's name, normalized as the packaging specification says."""
    return re.sub(r"[-_.]+", "-", name).lower()


def top_level(description: str) -> list[str]:
    """The modules and packages that a library was installed with, from its record (PEP 376)."""
    with open(os.path.join(description, "RECORD"), encoding="utf-8") as record:
        first = {line.partition(",")[0].partition("/")[0] for line in record}
    first.discard("__pycache__")
    return sorted(name for name in first if name.endswith(".py") or name.isidentifier())
