"""Shows the progress of a grading on a stream."""

from __future__ import annotations

import math
import os
from typing import IO

from ..grading.order import Watcher
from ..report import Check, Verdict
from ..text import counted, printable


class Progress:
    """Writes progress lines to a stream; on a terminal each line overwrites the one before."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._live = file.isatty() and os.environ.get("TERM") != "dumb"
        self._has_line = False
        self._tests = self._done = self._passed = 0
        self.watcher = Watcher(on_progress=self._say, on_tests=self._expect, on_check=self._count)

    @property
    def is_live(self) -> bool:
        """Whether the stream is a terminal, where a line can be overwritten."""
        return self._live

    def live(self, text: str) -> None:
        """Writes `text` only if the stream is a terminal, where it can be overwritten."""
        if self._live:
            self._say(text)

    def clear(self) -> None:
        """Erases the last line on a terminal."""
        if self._live and self._has_line:
            self._write("\r\x1b[2K")
            self._has_line = False

    def _say(self, text: str) -> None:
        text = printable(text)
        # A line that wraps could not be written over.
        self._write(f"\r\x1b[2K{text[: self._columns() - 1]}" if self._live else f"{text}\n")
        self._has_line = True

    def _expect(self, count: int) -> None:
        self._tests = count
        if self._live:
            self._say(f"running {counted(count, 'test')}")

    def _count(self, check: Check) -> None:
        self._done += 1
        self._passed += check.verdict is Verdict.PASSED
        if self._live:
            so_far = f"{self._done} of {counted(self._tests, 'test')}, {self._passed} passed"
            self._say(f"{so_far}; {check.verdict.value.replace('_', ' ')}: {check.test.title}")

    def _columns(self) -> int:
        try:
            return max(40, os.get_terminal_size(self._file.fileno()).columns)
        except (OSError, ValueError):
            return 80

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
            self._file.flush()
        except (OSError, ValueError, UnicodeEncodeError):
            pass  # progress is a courtesy


def watcher(file: IO[str]) -> Progress:
    """Makes a `Progress` that writes to `file`."""
    return Progress(file)


def duration(seconds: float) -> str:
    """A remaining time in words, no more precise than it can be known."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{math.ceil(seconds)} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
