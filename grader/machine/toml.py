"""Reads TOML from files that people write; what is wrong with one is said by its line, in plain words."""

from __future__ import annotations

import re
from typing import Any

from .regular import Unreadable, as_utf8

_EACH = 'each line needs a key, "=" and a value; keys consist of A-Z, a-z, 0-9, "_" and "-"'
# What the standard library's messages begin with, and what each means to the writer of the file.
_MEANINGS = {
    "Expected '=' after a key": _EACH,
    "Invalid statement": _EACH,
    "Invalid initial character for a key part": _EACH,
    "Invalid value": 'the value after "=" is wrong; texts need quotes, true and false are written small',
    "Expected newline or end of document": "something follows the end of a value; texts need quotes",
    "Cannot overwrite a value": "the key or table was set before",
    "Duplicate inline table key": "the key was set before",
    "Cannot mutate immutable namespace": "the key was set before, as a table in braces",
    "Cannot declare": "the table was begun before",
    "Expected ']": "the heading of a table has no closing bracket",
    "Unclosed array": "a list has no closing bracket, or no comma between two values",
    "Unclosed inline table": "a table in braces has no closing brace",
    "Unterminated string": "a text has no closing quote",
    "Unescaped '\\'": "in double quotes a backslash is written twice",
    "Found invalid character": "a text or comment contains a character that must not be there",
    "Illegal character": "a text or comment contains a character that must not be there",
    "Invalid date or datetime": "there is no such date",
    "Exceeds the limit": "a number is too long",
}
_LINE = re.compile(r"\(at line (\d+), column \d+\)")
_MOST_SHOWN = 60


def parsed(written: bytes) -> dict[str, Any]:
    """Parses TOML.

    Raises:
        Unreadable: it is not UTF-8, or not TOML; the text ends a sentence about the file.
    """
    import tomllib  # not above: every judge imports this module, and few read such a file

    text = as_utf8(written)
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise Unreadable("is not valid TOML: it is nested too deeply") from None
    except ValueError as exc:
        raise Unreadable(f"is not valid TOML{_explained(str(exc), text)}") from None


def _explained(message: str, text: str) -> str:
    """Where and what is wrong, from the message of the standard library."""
    meaning = next((said for begin, said in _MEANINGS.items() if message.startswith(begin)), "")
    match = _LINE.search(message)
    lines = text.splitlines()
    filled = [number for number, line in enumerate(lines, 1) if line.strip()]
    # The end of the file is told by its last line that is not empty.
    number = int(match[1]) if match else filled[-1] if filled else 1
    line = lines[number - 1].strip() if number <= len(lines) else ""
    shown = f" ({_printable(line)})" if line else ""
    where = "" if meaning == _MEANINGS["Exceeds the limit"] else f" at line {number}{shown}"
    return f"{where}{f': {meaning}' if meaning else ''}"


def _printable(line: str) -> str:
    cut = "…" if len(line) > _MOST_SHOWN else ""
    letters = (
        one if one.isprintable() else one.encode("unicode_escape").decode() for one in line[:_MOST_SHOWN]
    )
    return "".join(letters) + cut
