"""`grade list`, `grade show`, `grade start`: for candidates who choose and begin an exercise."""

from __future__ import annotations

import os
from pathlib import Path

import click

from ..errors import UsageError
from ..exercises.find import catalogue, find, root
from ..text import counted, quoted
from . import options
from .completion import complete_slugs
from .outcome import echo


@click.command("list")
@options.exercises
def list_command(exercises: str | None) -> None:
    """List the exercises."""
    all_exercises = catalogue(root(exercises))
    width = max((len(exercise.slug) for exercise in all_exercises), default=0)
    for exercise in all_exercises:
        bonus = f" + {exercise.bonus_points:g}" if exercise.bonus_points else ""
        points = f"{exercise.points:g}{bonus} points" if bonus else counted(exercise.points, "point")
        echo(f"{exercise.slug:{width}}  {points}  {exercise.summary}")


@click.command("show")
@click.argument("slug", shell_complete=complete_slugs)
@options.exercises
def show_command(slug: str, exercises: str | None) -> None:
    """Show the task of exercise SLUG, its limits and points."""
    exercise = find(slug, root(exercises))
    limits = exercise.limits
    echo(exercise.task.rstrip())
    echo()
    echo(f"points   {exercise.points:g}, and {counted(exercise.bonus_points, 'bonus point')}")
    echo(
        f"limits   {limits.cpu_seconds:g} s of CPU, {limits.wall_seconds:g} s in all and "
        f"{limits.memory_bytes >> 20} MB a test; a file of at most {limits.source_bytes >> 10} KiB"
    )


@click.command("start")
@click.argument("slug", shell_complete=complete_slugs)
@click.argument("folder", metavar="[DIR]", default=".", type=click.Path(path_type=Path, readable=False))
@options.exercises
def start_command(slug: str, folder: Path, exercises: str | None) -> None:
    """Write what one begins exercise SLUG with into DIR: the starter, and the files that are given."""
    exercise = find(slug, root(exercises))
    beginning = {folder / name: content for name, content in exercise.beginning().items()}
    there = [target for target in beginning if os.path.lexists(target)]
    if there:
        raise _is_there(there[0])
    try:
        for target, content in beginning.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                file.write(content)
    except FileExistsError:
        raise _is_there(target) from None
    path = exercise.starter_path
    target = folder / (exercise.slug if path and path.is_dir() else f"{exercise.slug}.py")
    echo(f"Wrote {quoted(str(target))}; `grade show {exercise.slug}` tells what is asked.")


def _is_there(target: Path) -> UsageError:
    return UsageError(
        f"{quoted(str(target))} is already there, and is left as it is.", code="file-exists",
        remedy="Name another folder.",
    )  # fmt: skip
