"""The provenance of a grading: the conditions that its report does not state elsewhere."""

from __future__ import annotations

import functools
import os

from ..environments import inside
from ..environments.pythons import fitting
from ..exercises.exercise import Exercise
from ..machine.digests import digest
from ..report import Provenance
from ..version import __version__


def provenance(exercise: Exercise, *, pytest: str, image_digest: str | None) -> Provenance:
    """Builds the provenance of a grading that runs now; `pytest` is the version that the judge uses."""
    machine = os.uname()
    return Provenance(
        versions={
            "grade": __version__,
            "python": ".".join(map(str, fitting(exercise.environment).version)),  # the judge's
            "pytest": pytest,
        },
        suite_digest=exercise.suite_digest(),
        worker_digest=_worker_digest(),
        image_digest=image_digest,
        environment_digest=exercise.environment.lock_digest if exercise.environment else None,
        platform=f"{machine.sysname} {machine.release} {machine.machine}",
    )


@functools.cache
def _worker_digest() -> str:
    """The digest of our files in the sandbox, computed once in a process."""
    return digest(inside.files())
