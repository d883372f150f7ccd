"""What is shown while a submission is graded."""

from __future__ import annotations

import math
import os
from typing import IO

from ..report import Check, Verdict
from ..submit import Watcher
from ..text import printable


class Progress:
    """Lines on a stream; on a terminal the last one is written over."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._live = file.isatty() and os.environ.get("TERM") != "dumb"
        self._shown = False
        self._tests = self._done = self._passed = 0
        self.watcher = Watcher(on_progress=self._say, on_tests=self._expect, on_check=self._count)

    @property
    def is_live(self) -> bool:
        """Whether a line can be written over here."""
        return self._live

    def live(self, text: str) -> None:
        """Shows `text` where a line can be written over, and nowhere else."""
        if self._live:
            self._say(text)

    def clear(self) -> None:
        """Takes the live line away."""
        if self._live and self._shown:
            self._write("\r\x1b[2K")
            self._shown = False

    def _say(self, text: str) -> None:
        self._write(f"\r\x1b[2K{printable(text)}" if self._live else f"{printable(text)}\n")
        self._shown = True

    def _expect(self, count: int) -> None:
        self._tests = count
        if self._live:
            self._say(f"running {count} tests")

    def _count(self, check: Check) -> None:
        self._done += 1
        self._passed += check.verdict is Verdict.PASSED
        if self._live:
            self._say(f"{self._done} of {self._tests} tests, {self._passed} passed")

    def _write(self, text: str) -> None:
        try:
            self._file.write(text)
            self._file.flush()
        except (OSError, ValueError, UnicodeEncodeError):
            pass  # progress is a courtesy


def watcher(file: IO[str]) -> Progress:
    """Shows progress on `file`."""
    return Progress(file)


def duration(seconds: float) -> str:
    """A time to wait, as exact as it can be known."""
    minutes = round(seconds / 60)
    if seconds < 90:
        return f"{math.ceil(seconds)} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
