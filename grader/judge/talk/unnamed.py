"""What an object does whose class the suite does not name, and which therefore decides nothing."""

from __future__ import annotations

from typing import Any

from . import proxies


def hash_of_unnamed(talk: Any, thing: Any) -> int:
    """The hash of an object of a class that the suite does not name: by identity, if nothing else counts.

    Otherwise the test fails: with hashes by identity a set of equal objects would have too many elements.
    """
    kind = type(thing)
    if talk.hashes.are_filling or proxies.is_builtin(kind) or proxies.kind(kind) == "enum class":
        return object.__hash__(thing)
    raise talk.fail(f"{proxies.shown(thing)} is hashed: an object of a class that the suite does not import")
