"""Makes foreign text safe to show: what cannot be printed becomes an escape."""

from __future__ import annotations

import json
import os
import re

# Printable by Python's rule, yet it changes how its neighbours look or cannot be seen at all.
# These are Unicode's `Default_Ignorable_Code_Point`, and the blank Braille pattern.
_UNSEEN = frozenset(
    {0x00AD, 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    | {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0000, 0xE1000)}
)
# Build servers read their logs for commands; these they find anywhere in a line.
_COMMAND = re.compile(r"##(?=\w*\[)")
# What the judge puts in place of the middle of a long output.
_GAP = re.compile(r"… (\d{1,12} bytes?) left out …")


def printable(text: str, most: int = 500) -> str:
    """`text` on one line of at most `most` characters, safe for terminals and logs."""
    escaped = _COMMAND.sub(r"#\\x23", "".join(map(_escaped, text[:most])))
    return escaped if len(text) <= most else escaped + "…"


def printable_lines(text: str, most_lines: int = 20, most: int = 200) -> list[str]:
    """The lines of `text`, each made printable; if there are too many, only the first and the last."""
    lines = text.replace("\r\n", "\n").split("\n")
    left = len(lines) - most_lines
    more = f"… {counted(left, 'more line')}"
    if left > 0:
        last = most_lines // 4
        gaps = filter(None, map(_GAP.fullmatch, lines[most_lines - last : len(lines) - last]))
        for gap in gaps:  # of what was cut before nobody counted the lines
            more = f"… {left - 1} more lines, and {gap[1]} between them"
        lines = [*lines[: most_lines - last], *lines[len(lines) - last :]]
    escaped = [printable(line.replace("\t", "    "), most) for line in lines]
    if left > 0:
        escaped.insert(most_lines - last, more)
    return escaped


def counted(number: float, noun: str) -> str:
    """A number with its noun, in the plural unless the number is one."""
    text = str(number) if type(number) is int else f"{number:g}"
    return f"{text} {noun}{'' if number == 1 else 's'}"


def last_line(text: str) -> str:
    """The last line of `text` that is not blank; in a traceback, that is the exception."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return printable(lines[-1], 300) if lines else "no reason given"


def quoted(name: str) -> str:
    """A file's name, made printable and put in quotes."""
    return f"'{printable(name, 120)}'"


def as_text(name: str) -> str:
    """A file name or command-line argument as text that every format can hold.

    The locale does not matter to it; what is not UTF-8 becomes an escape.
    """
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def as_toml(value: object) -> str:
    """A value of a TOML file as it may be written there, on one line that is not long."""
    if isinstance(value, dict):
        text = f"{{{', '.join(f'{key} = {as_toml(item)}' for key, item in value.items())}}}"
    elif isinstance(value, list):
        text = f"[{', '.join(map(as_toml, value))}]"
    elif isinstance(value, str | bool):
        text = json.dumps(value, ensure_ascii=False)
    else:
        text = str(value)
    return printable(text, 60)


def _escaped(character: str) -> str:
    # `isprintable` is false for controls, surrogates, bidi and other format characters, and odd spaces.
    if character.isprintable() and ord(character) not in _UNSEEN:
        return character
    return character.encode("unicode_escape").decode("ascii")
