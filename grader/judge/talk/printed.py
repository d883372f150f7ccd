"""The kept output of a test: its beginning and its end, which the worker sends separately."""

from __future__ import annotations

import sys

from ...text import counted

# No worker of ours sends more of either.
_MOST_CHARACTERS = 16 << 10


class Printed:
    """The pieces of one test's output."""

    def __init__(self, *, again: bool = False) -> None:
        """With `again`, all but the end, which comes apart, is printed in the judge too."""
        self._again = again
        self._beginning = ""
        self._end = b""
        self._bytes = 0

    def add(self, payload: bytes) -> None:
        """Adds a piece; its first byte tells the pipe, or is 0 for the end of the whole output."""
        if payload[:1] == b"\0":
            self._end = payload[1:][-_MOST_CHARACTERS:]
            return
        self._bytes += len(payload[1:])
        text = payload[1:].decode("utf-8", "replace")
        self._beginning = (self._beginning + text)[:_MOST_CHARACTERS]
        if self._again and payload[:1] in (b"\1", b"\2"):
            print(text, end="", file=sys.stdout if payload[0] == 1 else sys.stderr)

    def text(self, printed_bytes: int) -> str:
        """The kept output; if `printed_bytes` says that the test printed more, a line marks the gap."""
        if not self._end:
            return self._beginning
        left = printed_bytes - self._bytes - len(self._end)
        gap = f"\n… {counted(left, 'byte')} left out …\n" if left > 0 else ""
        return self._beginning + gap + self._end.decode("utf-8", "replace")
