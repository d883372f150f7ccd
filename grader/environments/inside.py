"""Lists our own files that go into every sandbox: the worker, and the wire protocol.

The image, bubblewrap's root, the digest in a report and the compiler of byte code all ask here.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..machine.paths import package, shipped


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
