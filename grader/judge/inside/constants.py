"""The numbers of HTTP's answers by the names that frameworks give them, such as `status.HTTP_201_CREATED`.

A suite states by them what it expects. From the sandbox they would be whatever the candidate's code has made
of them, so that any answer would be the expected one. They are read from the library's file.
"""

from __future__ import annotations

import ast
import enum
import functools
from pathlib import Path
from typing import Any

# Where the names of a module, or below a name of it, are written down.
_FILES = {
    "fastapi:status": "starlette/status.py", "starlette:status": "starlette/status.py",
    "starlette.status": "starlette/status.py", "httpx:codes": "httpx/_status_codes.py",
    "requests:codes": "requests/status_codes.py", "requests.status_codes:codes": "requests/status_codes.py",
    "litestar:status_codes": "litestar/status_codes.py", "litestar.status_codes": "litestar/status_codes.py",
}  # fmt: skip


class Constants:
    """Gives the numbers that are known here; what else it is asked for is asked of `inside`."""

    def __init__(self, numbers: dict[str, int], inside: Any) -> None:
        self.__dict__["_numbers"], self.__dict__["_inside"] = numbers, inside

    def __getattr__(self, name: str) -> Any:
        return self._numbers[name] if name in self._numbers else getattr(self._inside, name)

    def __getitem__(self, name: Any) -> Any:
        return self._numbers[name] if name in self._numbers else self._inside[name]

    def __call__(self, *arguments: Any) -> Any:
        """What the object inside gives for them."""
        return self._inside(*arguments)


@functools.cache
def numbers_of(place: str, folder: str) -> dict[str, int]:
    """The numbers that belong to a place such as `fastapi:status`, by their names; none for most places."""
    if place not in _FILES:
        return {}
    try:
        tree = ast.parse(Path(folder, _FILES[place]).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return {}
    found: dict[str, int] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            found |= _numbers(getattr(target, "id", ""), node.value)
    # Those of httpx are members of an enum, which have a name and a value.
    if place != "httpx:codes":
        return found
    make: Any = enum.IntEnum
    members = make("codes", found)
    return {each.name: each for each in members}


def _numbers(name: str, written: ast.expr) -> dict[str, int]:
    """The numbers that an assignment defines: one, one with its text, or those of a dictionary."""
    try:
        value = ast.literal_eval(written)
    except ValueError:
        return {}
    if isinstance(value, dict):
        pairs = [(word, number) for number, words in value.items() if type(words) is tuple for word in words]
        pairs += [(word, number) for word, number in value.items() if type(number) is int]
        return {form: number for word, number in pairs for form in (word, word.upper())}
    number = value[0] if isinstance(value, tuple) and value else value
    return {name: number} if type(number) is int else {}
