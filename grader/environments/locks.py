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
# A library with its version, for whom it is, and the hashes of its wheels; or a comment.
_ENTRY = re.compile(r"^(?:#.*|[\w.-]+==[^\s\\]+(?: ;[^\\\n]*)?(?: \\\n +--hash=\w+:[0-9a-f]+)+)$", re.M)


def locked(exercise: Exercise) -> Environment | None:
    """The exercise's environment; None if it has none.

    Raises:
        ExerciseError: it has requirements, and no lock that fits them.
    """
    environment = exercise.environment
    if environment is None or not environment.requirements:
        return environment
    if not environment.lock:
        what = f"requires {', '.join(environment.names)}, and has no lock"
    elif not environment.is_locked:
        what = "has a lock for another state of its requirements"
    elif missing := _missing(environment):
        what = f"has a lock without {missing}"
    elif _ENTRY.sub("", environment.lock.removeprefix(environment.first_line)).strip():
        what = "has a lock in which something stands that `grade lock` did not write"
    else:
        return environment
    raise ExerciseError(
        f"Exercise {exercise.slug!r} {what}.",
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
    from . import uv

    environment = exercise.environment
    if environment is None or not environment.requirements:
        raise UsageError(
            f"Exercise {exercise.slug!r} requires nothing that could be locked.",
            code="nothing-to-lock",
            remedy='Write into its manifest: [environment], and below it requirements = ["pandas>=2.2"].',
        )
    try:
        return resolved(environment)
    except uv.UvFailed as exc:
        if exc.unreachable:
            raise uv.no_registry(exc.reason) from None
        raise ExerciseError(
            f"The requirements of {exercise.slug!r} cannot be met: {exc.reason}.",
            code="unmet-requirements",
            remedy=_remedy(exc),
        ) from None


def resolved(environment: Environment) -> str:
    """The text of a new lock for `environment`, whatever lock it has.

    Raises:
        UvFailed: no registry answers, or the requirements cannot be met.
        InfrastructureError: uv is not here.
    """
    from . import uv  # only here: whether a lock fits is asked in each grading

    with tempfile.TemporaryDirectory(prefix="grade-lock-") as name:
        folder = Path(name)
        (folder / "pyproject.toml").write_text(_PROJECT.format(_markers(environment)), "utf-8")
        (folder / "requirements.in").write_text("\n".join(environment.requirements) + "\n", "utf-8")
        text = uv.run(
            [
                "compile", "--universal", "--generate-hashes", "--no-header", "--no-annotate",
                "--no-emit-index-url", "--no-emit-find-links",
                "--python-version", f"3.{environment.minors()[0]}", "requirements.in",
            ], folder, uv.wheelhouse(),
        )  # fmt: skip
    return environment.first_line + text


def pinned(lock: str) -> dict[str, str]:
    """The version of each library in a lock; the last one if it has several."""
    return dict(_PINNED.findall(lock))


def path(exercise: Exercise) -> Path:
    """The path of the exercise's lock."""
    return exercise.folder / LOCK


def _missing(environment: Environment) -> str:
    """A library that is required for everybody, and that the lock lacks; empty if there is none."""
    found = set(map(_normal, pinned(environment.lock)))
    for requirement, name in zip(environment.requirements, environment.names, strict=True):
        if ";" not in requirement and _normal(name) not in found:
            return name
    return ""


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _markers(environment: Environment) -> str:
    clauses = [clause.strip() for clause in environment.python.split(",") if clause.strip()]
    found = [re.match(r"([<>=!~]+)\s*(.*)", clause) for clause in clauses]
    versions = [f"python_full_version {match[1]} '{match[2]}'" for match in found if match]
    return " and ".join(["sys_platform == 'linux'", *versions])


def _remedy(failure: uv.UvFailed) -> str:
    if "usable wheels" in failure.text or "no wheels" in failure.text:
        return "Only wheels are installed, never source that would have to be built: choose another package."
    return "Its author must change them in the manifest; the lock that was there is left as it is."
