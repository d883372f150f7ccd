"""Lock files: the exact versions that an exercise's requirements resolve to, with hashes of the wheels."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ExerciseError, UsageError
from ..exercises.environment import LOCK, Environment
from ..exercises.exercise import Exercise

if TYPE_CHECKING:
    from . import uv

# Only what a Linux needs, whichever processor it has: wheels for others would be noise.
_PROJECT = """[tool.uv]
environments = ["{}"]
"""
_PINNED = re.compile(r"^([\w.-]+)==(\S+)", re.M)


def locked(exercise: Exercise) -> Environment | None:
    """The exercise's environment; None if it has none.

    Raises:
        ExerciseError: it has requirements, and no lock that fits them.
    """
    environment = exercise.environment
    if environment is None or environment.is_locked:
        return environment
    what = "another state of its requirements" if environment.lock else "none of its requirements"
    raise ExerciseError(
        f"Exercise {exercise.slug!r} has a lock for {what}.",
        code="no-lock",
        remedy=f"Its author must run: grade lock {exercise.slug}",
    )


def resolve(exercise: Exercise) -> str:
    """The text of a new lock for the exercise, resolved with the registry's current versions.

    Raises:
        UsageError: it requires nothing.
        ExerciseError: its requirements cannot be met.
        InfrastructureError: no registry answers, or uv is not here.
    """
    from . import uv  # only here: whether a lock fits is asked in each grading

    environment = exercise.environment
    if environment is None or not environment.requirements:
        raise UsageError(
            f"Exercise {exercise.slug!r} requires nothing that could be locked.",
            code="nothing-to-lock",
            remedy='Write into its manifest: [environment], and below it requirements = ["pandas>=2.2"].',
        )
    with tempfile.TemporaryDirectory(prefix="grade-lock-") as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(_PROJECT.format(_markers(environment)), "utf-8")
        (folder / "requirements.in").write_text("\n".join(environment.requirements) + "\n", "utf-8")
        try:
            text = uv.run(
                [
                    "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate",
                    "--no-emit-index-url", "--no-emit-find-links",
                    "--python-version", f"3.{environment.minors()[0]}", "requirements.in",
                ], folder,
            )  # fmt: skip
        except uv.UvFailed as exc:
            if exc.unreachable:
                raise uv.no_registry(exc.reason) from None
            raise ExerciseError(
                f"The requirements of {exercise.slug!r} cannot be met: {exc.reason}.",
                code="unmet-requirements",
                remedy=_remedy(exc),
            ) from None
    return environment.first_line + text


def pinned(lock: str) -> dict[str, str]:
    """The version of each library in a lock; the last one if it has several."""
    return dict(_PINNED.findall(lock))


def path(exercise: Exercise) -> Path:
    """The path of the exercise's lock."""
    return exercise.folder / LOCK


def _markers(environment: Environment) -> str:
    clauses = [clause.strip() for clause in environment.python.split(",") if clause.strip()]
    found = [re.match(r"([<>=!~]+)\s*(.*)", clause) for clause in clauses]
    versions = [f"python_full_version {match[1]} '{match[2]}'" for match in found if match]
    return " and ".join(["sys_platform == 'linux'", *versions])


def _remedy(failure: uv.UvFailed) -> str:
    if "usable wheels" in failure.text or "no wheels" in failure.text:
        return "Only wheels are installed, never source that would have to be built: choose another package."
    return "Its author must change them in the manifest; the lock that was there is left as it is."
