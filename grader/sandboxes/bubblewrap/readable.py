"""Makes readable copies of files that every sandbox needs but only root may read.

Root's sandboxes run as a user who owns nothing. If root installs with a strict umask, that user can read
neither Python nor the worker, so that they would seem to be missing.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator

from ...machine.paths import cache

_READ, _ENTER = stat.S_IROTH, stat.S_IXOTH
# Nothing in there is ever shown.
_PACKAGES = ("site-packages", "dist-packages")


def readable(path: str) -> str:
    """The path itself, or of a copy in our cache if we are root and others may not read the original.

    Only the folder and its direct entries are checked: checking everything would take as long as opening a
    sandbox, and a umask applies to a whole installation.
    """
    return path if os.geteuid() or _is_open(path) else _copy(path)


def _is_open(path: str) -> bool:
    if not _may(os.stat(path)):
        return False
    if not os.path.isdir(path):
        return True
    with os.scandir(path) as entries:
        return all(
            _may(entry.stat(follow_symlinks=False)) for entry in entries if entry.name not in _PACKAGES
        )


def _may(status: os.stat_result) -> bool:
    needed = _READ | _ENTER if stat.S_ISDIR(status.st_mode) else _READ
    return status.st_mode & needed == needed


def _copy(path: str) -> str:
    """Copies `path` into the cache, unless its current state was copied before; returns the copy's path."""
    kept = cache() / "readable" / _fingerprint(path)
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        made = tempfile.mkdtemp(dir=kept.parent)
        copy = os.path.join(made, os.path.basename(path))
        if os.path.isdir(path):
            shutil.copytree(path, copy, symlinks=True, ignore=_left_out, copy_function=_copied)
            for folder, _, _ in os.walk(copy):
                os.chmod(folder, 0o755)  # noqa: S103 - that others may read them is what they are for
        else:
            _copied(path, copy)
        try:
            os.rename(made, kept)
        except OSError:  # somebody else was first
            shutil.rmtree(made)
    return str(kept / os.path.basename(path))


def _fingerprint(path: str) -> str:
    """A digest that changes with everything below `path` that a sandbox shows."""
    digest = hashlib.sha256()
    for place in _all_in(path):
        status = os.lstat(place)
        digest.update(
            os.fsencode(f"{place}\0{status.st_mode} {status.st_size} {status.st_mtime_ns} {status.st_ino}\0")
        )
    return digest.hexdigest()[:32]


def _all_in(path: str) -> Iterator[str]:
    yield path
    for folder, folders, files in os.walk(path):
        folders[:] = sorted(name for name in folders if name not in _PACKAGES)
        yield from (os.path.join(folder, name) for name in (*folders, *sorted(files)))


def _copied(source: str, copy: str) -> str:
    """Copies one file so that all can read it, and keeps its times, on which byte code depends."""
    shutil.copy2(source, copy, follow_symlinks=False)
    if not os.path.islink(copy):
        os.chmod(copy, 0o755 if os.stat(source).st_mode & stat.S_IXUSR else 0o644)
    return copy


def _left_out(folder: str, names: list[str]) -> list[str]:
    return names if os.path.basename(folder) in _PACKAGES else []
