"""Expands the paths and globs that were named to the paths that they stand for."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterable, Iterator

from ..errors import UsageError
from ..text import quoted


def spread(paths: Iterable[str]) -> Iterator[tuple[str, bool]]:
    """Yields every path that is named or matches a glob, and whether it was named literally."""
    for path in paths:
        if os.path.lexists(path):
            yield path, True
            continue
        matching = sorted(_matching(path)) if glob.has_magic(path) else []
        if not matching:
            raise UsageError(
                f"There is no file or folder {quoted(path)}.", code="no-such-file", remedy="Check the path."
            )
        yield from ((path, False) for path in matching)


def _matching(pattern: str) -> Iterator[str]:
    """Yields the paths that `glob.glob` would, but `**` follows no links, which may form a loop."""
    if pattern == "**" or pattern.endswith("/**"):
        pattern += "/*"
    before, stars, after = pattern.partition("**/")
    if not stars or not f"/{before}".endswith("/"):
        yield from glob.glob(pattern)
        return
    waiting = glob.glob(before) if before else [""]
    while waiting:
        folder = waiting.pop()
        yield from _matching(os.path.join(glob.escape(folder), after))
        waiting += [
            path
            for path in glob.glob(os.path.join(glob.escape(folder), "*"))
            if os.path.isdir(path) and not os.path.islink(path)
        ]
