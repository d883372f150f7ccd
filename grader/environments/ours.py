"""The grader's own libraries, as two locked environments that are installed as those of exercises are.

`lib` is what every submission may import, `testing` what a file of tests may import besides. So are called
their folders in `sandbox/`, with requirements and lock, and those below /grade, with the libraries.
"""

from __future__ import annotations

import functools
from pathlib import Path

from ..exercises.environment import Environment, read
from ..machine.paths import shipped

USUAL, TESTING = NAMES = ("lib", "testing")


def folder(name: str) -> Path:
    """The folder with the requirements and the lock of our environment called `name`."""
    return shipped("sandbox") / name


@functools.cache
def environment(name: str) -> Environment:
    """Our environment called `name`, one of `NAMES`."""
    return read({"python": ">=3.11", "requirements": "requirements.txt"}, folder(name))


def inside(asked: Environment | None, *, testing: bool) -> dict[str, Environment]:
    """The locked environments in a sandbox, by the folder below /grade that has their libraries.

    Libraries that an exercise asks for take the place of the usual ones, as they may not fit together.
    `testing` says whether the submission is a file of tests.
    """
    found = {USUAL: asked if asked is not None and asked.requirements else environment(USUAL)}
    return found | ({TESTING: environment(TESTING)} if testing else {})
