"""A /dev folder for containers of a rootless Podman, with read-only device nodes.

A rootless engine may not create device nodes. Its runtime bind-mounts those of the host writable, so that
whoever may write to /dev/null may also set its times, which all sandboxes see. If a folder is mounted on
/dev, the runtime leaves it alone; then we can mount the devices ourselves, read-only, which does not prevent
writing to the device itself. The container then has no terminals of its own.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from ...errors import InfrastructureError
from ...machine.paths import cache

_DEVICES = ("full", "null", "random", "urandom", "zero")
_FOLDERS = ("mqueue", "pts", "shm")
_LINKS = {
    "fd": "/proc/self/fd", "ptmx": "pts/ptmx",
    "stdin": "/proc/self/fd/0", "stdout": "/proc/self/fd/1", "stderr": "/proc/self/fd/2",
}  # fmt: skip


def binds() -> list[str]:
    """The bind mounts for /dev, in the form of `podman run --volume`.

    Raises:
        InfrastructureError: the folder cannot be made.
    """
    folder = cache().resolve() / "devices"
    try:
        _fill(folder)
    except OSError as exc:
        raise InfrastructureError(
            f"The cache cannot be written ({exc.strerror}: {exc.filename}).",
            code="no-cache",
            remedy="Name a folder that can be written with GRADE_CACHE.",
        ) from None
    return [f"{folder}:/dev:ro", *(f"/dev/{name}:/dev/{name}:ro,dev" for name in _DEVICES)]


def _fill(folder: Path) -> None:
    """Makes the files and folders to mount on; safe if another process does the same."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in _FOLDERS:
        (folder / name).mkdir(exist_ok=True)
    for name in _DEVICES:
        (folder / name).touch()
    for name, target in _LINKS.items():
        with contextlib.suppress(FileExistsError):
            os.symlink(target, folder / name)
