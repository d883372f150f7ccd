"""For a name that a file lacks, finds a similar one in the file, or a class that has it as a method."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace

from ..exercises.find import defined
from ..report import Check
from ..text import printable

_LACKS = re.compile(r"^the file does not define `(\w+)`$", re.M)
_CLASS_OR_METHOD = re.compile(rb"^(?:class[ \t]+(\w+)|[ \t]+(?:async[ \t]+)?def[ \t]+(\w+))", re.M)
# More would not be read, and comparing them would take long.
_MOST_NAMES, _MOST_CHARACTERS = 200, 80
_SIMILAR = 0.7


def explained(checks: tuple[Check, ...], source: bytes) -> tuple[Check, ...]:
    """Adds to messages about missing names which name in `source` may have been meant."""
    return tuple(
        replace(check, message=_LACKS.sub(lambda lack: lack[0] + _meant(lack[1], source), check.message))
        if "does not define" in check.message
        else check
        for check in checks
    )


def _meant(name: str, source: bytes) -> str:
    owner = _class_with(name.encode(), source)
    if owner:
        return f"; `{owner}` has a method of that name"
    names = sorted(one for one in defined(source) if len(one) <= _MOST_CHARACTERS)[:_MOST_NAMES]
    same = [one for one in names if _plain(one) == _plain(name)]
    near = same or difflib.get_close_matches(name, names, 1, _SIMILAR)
    return f"; did you mean `{printable(near[0])}`?" if near else ""


def _plain(name: str) -> str:
    return name.replace("_", "").casefold()


def _class_with(name: bytes, source: bytes) -> str:
    """The class that seems to have a method called `name`; empty if there is none."""
    owner = b""
    for found in _CLASS_OR_METHOD.finditer(source):
        owner = found[1] or owner
        if found[2] == name and owner:
            return owner[:_MOST_CHARACTERS].decode("ascii", "replace")
    return ""
