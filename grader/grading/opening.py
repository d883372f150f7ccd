"""Prepares a grading: opens a sandbox and sends the submission, and tells judges the suites."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from pathlib import Path

from ..environments import judging
from ..errors import InfrastructureError
from ..exercises.exercise import HIDDEN, SHIPPED, Exercise
from ..judge.assignment import Suites
from ..judge.handle import ForkServer
from ..machine.paths import package, shipped
from ..report import Announce, unheard
from ..sandboxes.base import Description, Launch, Sandbox, SandboxProvider
from ..submissions.submission import Notebook, Submission
from ..wire.frames import Frame, Kind, pieces
from ..wire.messages import Setup, pack
from .provenance import environment_digest

# What a provider says that has yet to make something, which is then made.
_NOT_PREPARED = ("no-image", "not-built")


def launch(exercise: Exercise, announce: Announce = unheard) -> Launch:
    """The limits of a sandbox for `exercise` and the paths to hide in it, whatever is submitted.

    Raises:
        GraderError: the interpreter or the libraries that the exercise asks for cannot be had.
    """
    return Launch(
        memory_bytes=exercise.limits.memory_bytes,
        processes=exercise.limits.processes,
        scratch_bytes=exercise.scratch_bytes,
        hidden_paths=(str(package(".").resolve()), str(exercise.folder.parent), str(shipped("exercises"))),
        libraries=(*exercise.libraries, *judging.place(exercise, announce).modules),
        environment=exercise.environment,
        testing=exercise.wants_tests,
    )


def open_sandbox(
    provider: SandboxProvider,
    exercise: Exercise,
    submission: Submission,
    announce: Announce,
    *,
    measures: bool = True,
) -> Sandbox:
    """Opens a sandbox and sends it the submission; `measures` makes it time the machine first."""
    bounds = launch(exercise, announce)
    try:
        sandbox = provider.open(bounds)
    except InfrastructureError as exc:
        if exc.code not in _NOT_PREPARED:
            raise
        provider.prepare(announce, exercise.environment)
        sandbox = provider.open(bounds)
    setup, content = _introduction(exercise, submission, bounds.libraries)
    introduce(sandbox, setup._replace(measures=measures), content)
    return sandbox


def speed_name(about: Description, exercise: Exercise) -> str:
    """The cache key for the measured speed of such sandboxes, which depends on their interpreter."""
    libraries = environment_digest(exercise)
    inside = (about.runtime, about.image, sys.version, libraries, os.environ.get("DOCKER_HOST"))
    return f"{about.kind}-{hashlib.sha256(repr(inside).encode()).hexdigest()[:16]}"


def introduce(sandbox: Sandbox, setup: Setup, content: bytes = b"") -> None:
    """Sends the set-up message to a sandbox, after the `content` of the submission's files."""
    with contextlib.suppress(OSError):  # it has ended already; who reads notices, and `ending` says why
        for piece in pieces(Kind.FILES, 0, content):
            sandbox.stream.sendall(piece)
        sandbox.stream.sendall(Frame(Kind.SETUP, 0, pack(setup)).encode())


def _introduction(
    exercise: Exercise, submission: Submission, libraries: tuple[str, ...]
) -> tuple[Setup, bytes]:
    name = Path(submission.file).name
    setup = Setup(
        submission.source,
        name,
        libraries,
        exercise.loopback,
        exercise.modules(),
        exercise.is_program,
    )
    given = exercise.files()
    project, notebook = submission.project, submission.notebook
    if not given and project is None and notebook is None:
        return setup, b""
    own = project.files if project else ()
    names = {name for name, _ in own}
    # A module of the submission wins over one that is given; other files of that name were left out.
    files = [(*file, False) for file in own] + [(*file, True) for file in given if file[0] not in names]
    setup = setup._replace(
        files=tuple((name, len(content), read_only) for name, content, read_only in files),
        module=project.module if project else "",
        root=project.root if project else "",
        cells=notebook.cells if notebook else (),
        may_raise=_may_raise(notebook, exercise) if notebook else (),
    )
    return setup, b"".join(content for _, content, _ in files)


def _may_raise(notebook: Notebook, exercise: Exercise) -> tuple[int, ...]:
    return tuple(range(1, 1 + len(notebook.cells))) if exercise.demands.keeps_going else notebook.may_raise


def suites(exercise: Exercise, announce: Announce = unheard) -> Suites:
    """The exercise's suites that exist; in a kit, only the shipped ones count.

    Raises:
        GraderError: the interpreter or the libraries that the exercise asks for cannot be had.
    """
    place = judging.place(exercise, announce)
    possible = SHIPPED if exercise.is_kit else (*SHIPPED, *HIDDEN)
    names = tuple(name for name in possible if (exercise.folder / name).is_dir())
    return Suites(
        str(exercise.folder),
        names,
        exercise.limits,
        exercise.is_program,
        exercise.demands.solution,
        exercise.rules,
        place.python,
        place.libraries,
        exercise.frameworks,
    )


def offer_libraries(exercise: Exercise, announce: Announce) -> str:
    """Puts the exercise's libraries first on this process's path; returns their folder, or "".

    Raises:
        GraderError: they cannot be had for the interpreter that runs this.
    """
    folder = judging.libraries_here(exercise, announce)
    if folder:
        sys.path.insert(0, folder)
    return folder


def serve(exercise: Exercise, server: ForkServer) -> ForkServer:
    """Lets `server` collect the exercise's suites, from which it can fork a judge for each grading."""
    server.collect(suites(exercise))
    return server
