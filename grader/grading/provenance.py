"""The provenance of a grading: the conditions that its report does not state elsewhere."""

from __future__ import annotations

import functools
import hashlib
import os

from ..environments import inside, ours
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
        environment_digest=environment_digest(exercise),
        platform=f"{machine.sysname} {machine.release} {machine.machine}",
    )


def environment_digest(exercise: Exercise) -> str:
    """The digest of the locked libraries in the sandbox: that of their lock, or of both locks' digests."""
    environments = ours.inside(exercise.environment, testing=exercise.wants_tests).values()
    digests = [environment.lock_digest or "" for environment in environments]
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


@functools.cache
def _worker_digest() -> str:
    """The digest of our files in the sandbox, computed once in a process."""
    return digest(inside.files())
