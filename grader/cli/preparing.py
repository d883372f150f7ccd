"""`grade setup` and `grade lock`: what is prepared ahead, so that no grading waits for it."""

from __future__ import annotations

import itertools
import os
import sys
from pathlib import Path

import click

from ..environments import installed, judging, locks, ours, pythons, uv, wheelhouse
from ..errors import ExitCode, GraderError
from ..exercises.environment import Environment
from ..exercises.exercise import Exercise
from ..exercises.find import find, root
from ..report import Announce
from ..sandboxes.base import SandboxProvider
from ..sandboxes.registry import choose
from ..text import printable, quoted
from . import options
from .completion import complete_slugs
from .progress import Progress, watcher
from .target import written

_NAMES = ("docker", "bubblewrap")


@click.command("setup")
@click.argument("slug", required=False, shell_complete=complete_slugs)
@options.exercises
@click.option("--sandbox", type=click.Choice(["all", *_NAMES]), default="all", show_default=True)
@click.option(
    "--save",
    metavar="DIR",
    type=click.Path(path_type=Path, readable=False),
    help="Write the wheels of all libraries into DIR, SLUG's too.",
)
@click.option(
    "--offline", metavar="DIR", type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Install from the wheels in DIR; ask no registry.",
)  # fmt: skip
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def setup_command(
    slug: str | None,
    exercises: str | None,
    sandbox: str,
    save: Path | None,
    offline: Path | None,
    debug: bool,
) -> int:
    """Prepare the sandboxes ahead of the first grading, and the libraries that exercise SLUG asks for.

    With --save all libraries are kept as wheels, and with --offline on another machine installed from there.
    """
    if offline is not None:
        os.environ[uv.WHEELHOUSE] = str(offline.absolute())
    exercise = find(slug, root(exercises)) if slug else None
    progress = watcher(sys.stderr)
    announce = progress.watcher.on_progress
    if exercise is not None:
        judging.place(exercise, announce)
    ready = []
    for name in _NAMES if sandbox == "all" else (sandbox,):
        try:
            provider = choose(name)
            provider.prepare(announce, exercise.environment if exercise else None)
        except GraderError as exc:
            progress.clear()
            if sandbox != "all" and save is None:
                raise
            click.echo(f"{name}: not ready. {printable(str(exc), 1000)}")
            continue
        progress.clear()
        click.echo(f"{name}: ready.")
        ready.append(provider)
    if save is not None:
        _save(exercise, ready, save, progress)
    return ExitCode.PASSED if ready or save is not None else ExitCode.INFRASTRUCTURE


def _save(exercise: Exercise | None, ready: list[SandboxProvider], folder: Path, progress: Progress) -> None:
    """Writes the wheels of our locks and the exercise's, for the Python of the judge and of each sandbox."""
    asked = locks.locked(exercise) if exercise is not None else None
    announce = progress.watcher.on_progress
    minors = {pythons.fitting(asked).minor}
    for provider in ready:
        minors.update(_minor(provider, asked, announce))
    environments = [ours.environment(name) for name in ours.NAMES]
    if asked is not None and asked.requirements:
        environments.append(asked)
    for minor, environment in itertools.product(sorted(minors), environments):
        wheelhouse.save(environment, installed.Target(minor), folder, announce)
    progress.clear()
    click.echo(f"Wrote the wheels for Python {' and '.join(sorted(minors))} into {quoted(str(folder))}.")


def _minor(provider: SandboxProvider, asked: Environment | None, announce: Announce) -> list[str]:
    if provider.describe().kind != "docker":
        return []
    from ..sandboxes.docker.docker import Docker

    assert isinstance(provider, Docker)
    version = provider.python(asked, announce)
    return [f"{version[0]}.{version[1]}"] if version else []


@click.command("lock")
@click.argument("slug", shell_complete=complete_slugs)
@options.exercises
@click.option("--debug", is_flag=True, help="Show tracebacks.")
def lock_command(slug: str, exercises: str | None, debug: bool) -> None:
    """Find the versions of the libraries that exercise SLUG requires, and write them into its lock.

    Run it again whenever the requirements or the Python in the manifest change, and commit what it writes.
    """
    exercise = find(slug, root(exercises))
    progress = watcher(sys.stderr)
    progress.watcher.on_progress("asking the package registry")
    text = locks.resolve(exercise)
    progress.clear()
    path = locks.path(exercise)
    with written(str(path)) as file:
        file.write(text)
    versions = locks.pinned(text)
    click.echo(f"Wrote {quoted(str(path))} with:")
    for name, version in sorted(versions.items()):
        click.echo(f"  {printable(name)} {printable(version)}")


def built() -> list[str]:
    """The installed libraries, one line for each lock and Python, for `grade doctor`."""
    return [
        f"{', '.join(folder.requirements)} on Python {folder.minor} ({_megabytes(folder.path)} MB)"
        for folder in installed.everything()
    ]


def _megabytes(folder: Path) -> int:
    return sum(path.lstat().st_size for path in folder.rglob("*")) >> 20
