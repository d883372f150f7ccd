"""Bundles: exercises as bytes, identified by digest, which runners fetch once and keep."""

from __future__ import annotations

import base64
import contextlib
import errno
import hashlib
import json
import os
import re
import shutil
import tempfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..errors import ExerciseError
from ..exercises.exercise import Exercise
from ..exercises.manifest import load
from ..machine.regular import Unreadable, content

# With the largest files that an exercise may give (64 MiB), in base64.
MOST_BYTES = 128 << 20
_LEFT_OUT = frozenset({"submissions", "__pycache__", ".DS_Store", ".git"})
_OF_NAMES = frozenset({errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ENAMETOOLONG, errno.EINVAL})
_SLUG = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]{0,79}")


@dataclass(frozen=True, slots=True)
class Bundle:
    """An exercise as bytes, without its sample submissions."""

    slug: str
    content: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the content; exercises with equal files have equal digests."""
        return hashlib.sha256(self.content).hexdigest()


def packed(exercise: Exercise) -> Bundle:
    """Packs `exercise` into a bundle.

    Raises:
        ExerciseError: a file of it cannot be read, or it is too large.
    """
    return bundled(exercise.slug, files_of(exercise))


def files_of(exercise: Exercise) -> dict[str, bytes]:
    """The files of `exercise` by name, except those that bundles omit.

    Raises:
        ExerciseError: one cannot be read, or they are too large.
    """
    files: dict[str, bytes] = {}
    room = MOST_BYTES
    for path in sorted(exercise.folder.rglob("*")):
        name = path.relative_to(exercise.folder)
        if not _belongs(name.as_posix()):
            continue
        if path.is_dir() and not path.is_symlink():
            continue
        try:
            data = content(path, room, follow=False)
        except Unreadable as exc:
            raise _broken(exercise.slug, f"{name.as_posix()!r} {exc}") from None
        files[name.as_posix()] = data
        room -= 2 * len(data)
    return files


def bundled(slug: str, files: Mapping[str, bytes]) -> Bundle:
    """Packs an exercise's files, given by name, into a bundle; omits those that bundles do not need."""
    kept_ = {name: base64.b64encode(data).decode("ascii") for name, data in files.items() if _belongs(name)}
    text = json.dumps({"slug": slug, "files": kept_}, sort_keys=True)
    return Bundle(slug, zlib.compress(text.encode("ascii")))


def _belongs(name: str) -> bool:
    return not _LEFT_OUT & set(PurePosixPath(name).parts)


def unpacked(bundle: Bundle, place: Path) -> Exercise:
    """Unpacks `bundle` into a folder below `place`, unless it is there already; returns the exercise.

    Raises:
        ExerciseError: the bundle is broken.
    """
    whole = place / bundle.digest
    if not whole.is_dir():
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=".part-", dir=place))
        try:
            _write(bundle, part)
            with contextlib.suppress(OSError):  # another one of us was first
                os.rename(part, whole)
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return load(whole / bundle.slug)


def is_named(digest: str, slug: str) -> bool:
    """Whether these can be the digest and the name of a bundle, and so parts of a path."""
    return re.fullmatch("[0-9a-f]{64}", digest) is not None and _SLUG.fullmatch(slug) is not None


def kept(digest: str, slug: str, place: Path) -> Exercise | None:
    """The exercise with that digest, if it was unpacked below `place` earlier; else None."""
    folder = place / digest / slug
    return load(folder) if folder.is_dir() else None


def _write(bundle: Bundle, folder: Path) -> None:
    reading = zlib.decompressobj()
    try:
        text = reading.decompress(bundle.content, 2 * MOST_BYTES)
        if not reading.eof:
            raise ValueError("it is too large, or cut off")
        files = json.loads(text)["files"]
        if not _SLUG.fullmatch(bundle.slug):
            raise ValueError("its name is none")
        for name, data in files.items():
            path = PurePosixPath(name)
            if path.is_absolute() or not path.parts or ".." in path.parts or "\0" in name:
                raise ValueError(f"it has a file called {name!r}")
            target = folder / bundle.slug / path
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            target.write_bytes(base64.b64decode(data, validate=True))
    except OSError as exc:
        # A name is both a file's and a folder's, or too long; the disk's troubles are not its author's.
        if exc.errno in _OF_NAMES:
            raise _broken(bundle.slug, f"its files cannot lie in one folder: {exc.strerror}") from None
        raise
    except (zlib.error, ValueError, TypeError, KeyError, AttributeError, RecursionError) as exc:
        raise _broken(bundle.slug, str(exc)) from None


def _broken(slug: str, why: str) -> ExerciseError:
    return ExerciseError(
        f"The exercise {slug!r} cannot be kept as one bundle: {why}.",
        code="broken-bundle", remedy="Its author must mend it and put it in again.",
    )  # fmt: skip
