"""Removes from a notebook's cells what is not Python, such as magics, without parsing Python.

A scanner only tracks strings, brackets and continued lines: to a notebook, `%` or `!` has a meaning only
where a statement can begin. A removed line becomes `pass`, so that all lines keep their numbers and a block
that had nothing else is still valid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

# With these first lines a cell is as it is without them; with others it is no Python, or not this Python's.
_TAKEN_OFF = ("%%time", "%%timeit", "%%capture")
_MAGIC = re.compile(r"[ \t]*(?:[%!]|\?)")
_ASSIGNED = re.compile(r"[ \t]*[A-Za-z_][\w.,\[\] \t]*=[ \t]*[%!]")
_ASKED = re.compile(r"[ \t]*[A-Za-z_][\w.*]*[ \t]*\?{1,2}[ \t]*\r?")
# What a magic becomes where a notebook is exported as a script: a statement of its own, of constants mostly.
_EXPORTED = re.compile(
    r"""[ \t]*get_ipython\(\)(?:\.\w+)+\((?:[^'"()#\\]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)"""
    r"[ \t;]*(?:#.*)?\r?"
)
_TOKEN = re.compile(r"""'{3}|"{3}|['"#()\[\]{}]""")
# A character behind a backslash ends no string.
_ENDS = {quote: re.compile(rf"\\.|{quote}", re.S) for quote in ("'", '"', "'''", '"""')}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as plain Python; `left_out` are the lines that were removed."""

    text: str
    left_out: tuple[str, ...] = ()


def plain(text: str) -> Cell:
    """Converts the source of a cell to plain Python."""
    lines = text.split("\n")
    left_out = []
    for place, line in enumerate(lines):
        if not line.strip():
            continue
        if not line.startswith("%%"):
            break
        left_out.append(line.strip())  # what one of these is about may begin with another
        if line.split()[0] not in _TAKEN_OFF:
            return Cell("", tuple(left_out))
        lines[place] = ""
    scanner, goes_on = _Scanner(), False
    for place, line in enumerate(lines):
        if goes_on:
            lines[place] = ""
        elif scanner.at_beginning and _is_magic(line):
            left_out.append(line.strip())
            lines[place] = line[: len(line) - len(line.lstrip())] + "pass"
        else:
            scanner.feed(line)
            continue
        goes_on = line.rstrip("\r").endswith("\\")
    return Cell("\n".join(lines), tuple(left_out))


def _is_magic(line: str) -> bool:
    return bool(
        _MAGIC.match(line) or _ASSIGNED.match(line) or _ASKED.fullmatch(line) or _EXPORTED.fullmatch(line)
    )


class _Scanner:
    """Tracks strings and brackets over lines of Python, to know whether a line can begin a statement."""

    def __init__(self) -> None:
        self._quote = ""  # of a string that has not ended
        self._depth = 0  # of brackets
        self._goes_on = False

    @property
    def at_beginning(self) -> bool:
        """Whether the next line can begin a statement."""
        return not (self._quote or self._depth or self._goes_on)

    def feed(self, line: str) -> None:
        """Processes the next line."""
        place = 0
        while True:
            if self._quote:
                place = self._end_of_string(line, place)
                if place < 0:
                    return
            found = _TOKEN.search(line, place)
            if found is None or found[0] == "#":
                self._goes_on = found is None and line.rstrip("\r").endswith("\\")
                return
            place = found.end()
            if found[0] in "([{":
                self._depth += 1
            elif found[0] in ")]}":
                self._depth = max(0, self._depth - 1)
            else:
                self._quote = found[0]

    def _end_of_string(self, line: str, place: int) -> int:
        """The position in `line` where the open string ends; -1 if it does not."""
        while found := _ENDS[self._quote].search(line, place):
            place = found.end()
            if found[0] == self._quote:
                self._quote = ""
                return place
        if len(self._quote) == 1 and not line.rstrip("\r").endswith("\\"):
            self._quote = ""  # no string at all: the compiler will say so
        return -1
