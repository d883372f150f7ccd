"""The conditions under which a grading is made, beside what its report says anyway."""

from __future__ import annotations

import functools
import os
import sys

from ..environments import inside
from ..exercises.exercise import Exercise
from ..machine.digests import digest
from ..report import Provenance
from ..version import __version__


def provenance(exercise: Exercise, *, pytest: str, image_digest: str | None) -> Provenance:
    """Builds the provenance of a grading that runs now; `pytest` is the judge's version of it."""
    machine = os.uname()
    return Provenance(
        # The judge runs in the same Python as this process.
        versions={"grade": __version__, "python": sys.version.split()[0], "pytest": pytest},
        suite_digest=exercise.suite_digest(),
        worker_digest=_worker_digest(),
        image_digest=image_digest,
        platform=f"{machine.sysname} {machine.release} {machine.machine}",
    )


@functools.cache
def _worker_digest() -> str:
    """The digest of our files in the sandbox, made once a process, which may grade thousands."""
    return digest(inside.files())
