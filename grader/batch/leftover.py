"""Lists files in a folder of submissions that belong to no candidate, so that none is skipped silently."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from . import gradescope
from .found import Entry


def left_out(paths: Iterable[str], entries: Iterable[Entry]) -> list[str]:
    """The files in or below `paths` that belong to no entry, sorted; hidden files are ignored."""
    taken = {os.path.abspath(path) for entry in entries for path in (entry.path, *entry.rivals)}
    found = set()
    for path in paths:
        if os.path.isdir(path):
            found |= set(_files(path, taken))
        elif os.path.exists(path) and os.path.abspath(path) not in taken:
            found.add(path)
    return sorted(path for path in found if os.path.basename(path) != gradescope.LIST)


def _files(folder: str, taken: set[str]) -> Iterator[str]:
    if os.path.abspath(folder) in taken:  # handed in as a whole
        return
    for place, folders, files in os.walk(folder):
        folders[:] = [
            name
            for name in folders
            if not name.startswith((".", "__")) and os.path.abspath(os.path.join(place, name)) not in taken
        ]
        for name in files:
            path = os.path.join(place, name)
            if not name.startswith((".", "__")) and os.path.abspath(path) not in taken:
                yield path
