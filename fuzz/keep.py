"""Decides which inputs are worth keeping: those that take a step in the code that no smaller one takes."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

from .targets import CORPUS, TARGETS, corpus

Step = tuple[str, int, int]  # a function, and from which of its lines to which
_OURS = (
    "/grader/wire/",
    "/grader/submissions/",
    "/grader/judge/talk/stream.py",
    "/grader/judge/talk/loopback.py",
)


def add(target: str, folder: Path) -> int:
    """Adds to the corpus the files in `folder` that take a new step, named by content; gives their number."""
    run = TARGETS[target]
    covered: set[Step] = set()
    for path in corpus(target):
        covered |= steps(run, path.read_bytes())
    added = 0
    for path in sorted(folder.iterdir(), key=lambda path: path.stat().st_size):
        data = path.read_bytes()
        new = steps(run, data) - covered
        if new:
            covered |= new
            name = hashlib.sha1(data, usedforsecurity=False).hexdigest()
            (CORPUS / target / name).write_bytes(data)
            added += 1
    return added


def steps(run: Callable[[bytes], None], data: bytes) -> set[Step]:
    """The steps that `run` takes for `data` in the code that is searched."""
    taken: set[Step] = set()

    def enter(frame: FrameType, event: str, argument: Any) -> Any:
        if not any(part in frame.f_code.co_filename for part in _OURS):
            return None
        name, last = f"{frame.f_code.co_filename} {frame.f_code.co_name}", 0

        def line(frame: FrameType, event: str, argument: Any) -> Any:
            nonlocal last
            # The end of a function, and by an exception, are steps too.
            here = frame.f_lineno if event == "line" else -1 - (event == "exception")
            taken.add((name, last, here))
            last = here
            return line

        return line

    sys.settrace(enter)
    try:
        run(data)
    finally:
        sys.settrace(None)
    return taken
