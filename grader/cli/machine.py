"""`grade doctor`, `grade clean`: checks whether this machine can grade, and removes what we left on it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial

import click

from .. import __version__
from ..environments.install import remove
from ..errors import ExitCode, GraderError
from ..machine.build import identity
from ..machine.paths import CACHES, cache
from ..sandboxes.base import SandboxProvider
from ..sandboxes.endpoints import search
from ..sandboxes.registry import choose, for_many, why_no_engine
from ..submissions.submission import Submission
from ..text import counted, printable
from .preparing import built

_ENGINE_REMEDIES = (
    "Start one, such as: sudo systemctl start docker",
    "Run: sudo usermod -aG docker $USER, and log in again. It makes you root in all but name.",
)


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One thing that works on this machine or does not, and the command that repairs it."""

    name: str
    works: bool
    detail: str
    remedy: str = ""


@click.command("doctor")
@click.option("--prove", is_flag=True, help="Try each protection of the sandboxes from inside.")
@click.option(
    "--sandbox",
    type=click.Choice(["all", "docker", "bubblewrap"]),
    default="all",
    show_default=True,
    help="Which of them to prove; all takes those that work here.",
)
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def doctor_command(prove: bool, sandbox: str, debug: bool) -> int:
    """Tell what works on this machine, what does not, and what mends it.

    With --prove a file of ours takes the candidate's place and really tries to reach the network, this
    machine and more than its share; each line says what was tried and what must come of it. The exit code
    is 3 where one protection does not hold.
    """
    if prove:
        return _prove(sandbox)
    sandboxes = 0
    for finding in _findings():
        mark = "ok  " if finding.works else "no  "
        click.echo(f"{mark}{finding.name:12} {printable(finding.detail, 300)}")
        if not finding.works and finding.remedy:
            click.echo(f"{'':16} {finding.remedy}")
        sandboxes += finding.works and finding.name in ("docker", "bubblewrap")
    if not sandboxes:
        click.echo("No sandbox works here, so nothing can be graded.")
        return ExitCode.INFRASTRUCTURE
    return ExitCode.PASSED


def _prove(choice: str) -> int:
    """Tries each protection of the chosen sandboxes, prints the results and returns the exit code."""
    from ..selftest.walls import prove

    proven = gaps = 0
    for name, opened in _ways(("docker", "bubblewrap") if choice == "all" else (choice,)):
        try:
            with opened() as provider:
                proofs = prove(provider)
        except GraderError as exc:
            if choice != "all" or exc.code == "sandbox-not-closed":
                raise
            click.echo(f"{name}: does not work here. {printable(str(exc), 1000)}")
            continue
        click.echo(f"{name}:")
        for proof in proofs:
            click.echo(f"  {'ok' if proof.holds else 'NO':2}  {proof.kind:12}  {proof.sentence}")
            if not proof.holds:
                click.echo(f"  {'':18}but: {proof.came}")
        failed = sum(not proof.holds for proof in proofs)
        click.echo(f"  {len(proofs) - failed} of {len(proofs)} protections hold.")
        proven += 1
        gaps += failed
    if not proven:
        click.echo("No sandbox works here, so nothing can be proved.")
    return ExitCode.PASSED if proven and not gaps else ExitCode.INFRASTRUCTURE


def _ways(
    names: Iterable[str],
) -> Iterator[tuple[str, Callable[[], AbstractContextManager[SandboxProvider]]]]:
    """Yields a name and an opener for each kind of sandbox; bubblewrap in a batch is a kind of its own."""
    for name in names:
        yield name, partial(_alone, name)
        if name == "bubblewrap":
            yield f"{name}, as a batch has it", partial(for_many, name)


@contextmanager
def _alone(name: str) -> Iterator[SandboxProvider]:
    yield choose(name)


def _findings() -> Iterator[Diagnosis]:
    yield Diagnosis("grade", True, f"{__version__} ({identity()}), on Python {sys.version.split()[0]}")
    yield _cache_finding()
    for line in built():
        yield Diagnosis("libraries", True, line)
    found = search()
    if found.endpoint is None:
        remedy = _ENGINE_REMEDIES[found.reason.startswith("this user")]
        yield Diagnosis("docker", False, found.reason, remedy)
    else:
        docker = _sandbox_finding("docker", lambda: choose("docker"), "grade setup --sandbox docker")
        # Which one, since an environment variable or a context may lead to another than is thought of.
        yield replace(docker, detail=f"{docker.detail}, at {found.endpoint}") if docker.works else docker
    yield _sandbox_finding("bubblewrap", lambda: choose("bubblewrap"), "")


def _cache_finding() -> Diagnosis:
    folder = cache()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".probe"
        probe.touch()
        probe.unlink()
    except OSError as exc:
        return Diagnosis("cache", False, f"{folder}: {exc.strerror}", "Name a writable one with GRADE_CACHE.")
    return Diagnosis("cache", True, str(folder))


def _sandbox_finding(name: str, make: Callable[[], SandboxProvider], remedy: str) -> Diagnosis:
    """Opens the sandbox for real, and waits until the worker in it answers."""
    from ..selftest.answers import python_inside

    try:
        python = python_inside(make(), Submission("probe.py", b"pass\n"))
    except GraderError as exc:
        return Diagnosis(name, False, exc.message, f"Run: {remedy}" if exc.code == "no-image" else exc.remedy)
    return Diagnosis(name, True, f"runs Python {python}")


@click.command("clean")
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def clean_command(debug: bool) -> None:
    """Remove our containers, images and caches."""
    if not why_no_engine():
        try:
            from ..sandboxes.docker.docker import Docker

            containers, images = Docker().clean()
            click.echo(f"Removed {counted(containers, 'container')} and {counted(images, 'image')}.")
        except GraderError as exc:
            click.echo(f"Docker was left as it is: {printable(exc.message)}")
    # Only what we made: the folder itself may be somebody's home.
    for name in CACHES:
        folder = cache() / name
        if folder.is_dir():
            remove(folder)
            click.echo(f"Removed {folder}.")
