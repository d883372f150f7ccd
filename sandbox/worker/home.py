"""The folder in which a submission of several files runs: real files, written anew for each test.

Modules could be served from memory, but `open`, `Path(__file__)`, `importlib.resources`, `pkgutil` and
folders without an `__init__.py` need the file system; and Python's own import system refers to nothing of
ours. A test may do what it likes with its copy, as the next one gets a new copy. Files that the exercise
provides are write-protected, as far as that is possible against a file's owner.
"""

from __future__ import annotations

import marshal
import os
import sys
from _frozen_importlib_external import MAGIC_NUMBER, cache_from_source
from _imp import source_hash

from .exceptions import FOLDER
from .processes import apart

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from grader.wire.messages import Setup

# Far more than honest projects take; what is not compiled here each test compiles for itself.
_COMPILING_SECONDS = 2.0
_COMPILING_BYTES = 128 << 20
_MOST_COMPILED_FILES, _MOST_COMPILED_BYTES = 300, 1 << 20
# Byte code that is not held against its source.
_UNCHECKED = (1).to_bytes(4, "little")


class Home:
    """The files that are in the current folder when a test begins."""

    def __init__(self, setup: Setup, content: bytes) -> None:
        """Takes the list of files from the set-up, and their concatenated contents."""
        self._solution = setup.source
        self._is_program = setup.program  # each run of it has a folder of its own
        self.contents: dict[str, bytes] = {}  # by name
        self._files: list[tuple[str, bytes, int]] = []
        place = 0
        for name, size, read_only in setup.files:
            own = self.contents[name] = content[place : place + size]
            self._files.append((f"{FOLDER}/{name}", own, 0o444 if read_only else 0o644))
            place += size

    @property
    def sources(self) -> bytes:
        """The text of the solution and of all modules, joined."""
        texts = [content for path, content, _ in self._files if path.endswith(".py")]
        return b"\n".join([self._solution, *texts])

    def begin(self) -> None:
        """Creates the folder for the first test."""
        if not self._is_program:
            self._compile()
        self.fill()

    def _compile(self) -> None:
        """Adds the modules' byte code to the files, unless compiling would take long."""
        modules = [(path, content) for path, content, _ in self._files if path.endswith(".py")]
        size = sum([len(content) for _, content in modules])
        if not modules or len(modules) > _MOST_COMPILED_FILES or size > _MOST_COMPILED_BYTES:
            return
        # In a process of its own, since a hostile file may be the compiler's end.
        data = apart(
            lambda: marshal.dumps(_compiled(modules)), seconds=_COMPILING_SECONDS, most_bytes=_COMPILING_BYTES
        )
        if data is None:
            return
        for (path, content), code in zip(modules, marshal.loads(data), strict=True):  # noqa: S302 - our compiler's
            if code is not None:
                head = MAGIC_NUMBER + _UNCHECKED + source_hash(_RAW_MAGIC, content)
                self._files.append((cache_from_source(path), head + code, 0o644))

    def fill(self) -> None:
        """Creates the folder and its files, which must not exist yet.

        Raises:
            OSError: something is there, or there is no room.
        """
        if not self._files or self._is_program:
            return
        os.mkdir(FOLDER)
        made = {FOLDER}
        for path, content, mode in self._files:
            _make_folders(path.rpartition("/")[0], made)
            number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, mode)
            with open(number, "wb", buffering=0) as file:
                file.write(content)


_RAW_MAGIC = int.from_bytes(MAGIC_NUMBER, "little")


def _make_folders(path: str, made: set[str]) -> None:
    if path not in made:
        _make_folders(path.rpartition("/")[0], made)
        os.mkdir(path)
        made.add(path)


def _compiled(modules: Sequence[tuple[str, bytes]]) -> list[bytes | None]:
    import warnings

    warnings.simplefilter("error")  # a test that compiles prints them
    codes: list[bytes | None] = []
    for path, source in modules:
        try:
            codes.append(marshal.dumps(compile(source, path, "exec", dont_inherit=True)))
        except (SyntaxError, ValueError, Warning, RecursionError, MemoryError, OverflowError):
            codes.append(None)  # whoever imports it is told
    return codes


def enter(*roots: str) -> None:
    """Changes to the folder and makes it, after `roots` in it, the first place to import modules from."""
    os.chdir(FOLDER)
    paths = [f"{FOLDER}/{root}" if root else FOLDER for root in roots]
    sys.path[:0] = [path for place, path in enumerate([*paths, FOLDER]) if path not in paths[:place]]
