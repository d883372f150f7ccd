"""Parses which report formats a run writes, and writes each report completely or not at all."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import click

from ..errors import InfrastructureError, UsageError
from ..render import FORMATS, renderer
from ..report import Audience, Report
from .outcome import nobody_reads
from .target import written

NAMES = ("text", *FORMATS)
# These hold the code of the tests that candidates have.
WITH_CODE = frozenset({"exercism", "github"})
_ENDINGS = {".html": "html", ".htm": "html", ".json": "json", ".csv": "csv", ".md": "markdown"}


@dataclass(frozen=True, slots=True)
class FormatTarget:
    """One report to write: its format, and its file; None is standard output."""

    form: str
    path: str | None


def wanted_of(
    ctx: click.Context, param: click.Parameter, values: tuple[str, ...]
) -> tuple[FormatTarget, ...]:
    """Parses the values of an option that may be given several times: `NAME` or `NAME=PATH`."""
    return tuple(_wanted(value) for value in values)


def _wanted(value: str) -> FormatTarget:
    form, equals, path = value.partition("=")
    if form not in NAMES:
        raise click.BadParameter(f"{form!r} is no format; there are: {', '.join(NAMES)}.")
    if equals and not path:
        raise click.BadParameter(f"{value!r} names no file.")
    return FormatTarget(form, path or None)


def format_for(path: str | None, names: Collection[str] = NAMES) -> str:
    """The format that a file's ending stands for, as .html for html, if `names` has it; else text.

    It is what a command writes that was given a file and no format: candidates' own words in a file that a
    browser opens must not be plain text.
    """
    form = _ENDINGS.get(Path(path or "").suffix.lower(), "text")
    return form if form in names else "text"


def settled(targets: tuple[FormatTarget, ...], output: str | None) -> tuple[FormatTarget, ...]:
    """The reports to write, files first; `output` is the path for the target that names none.

    Raises:
        UsageError: two would go to the same place.
    """
    targets = targets or (FormatTarget(format_for(output), None),)
    bare = [target for target in targets if target.path is None]
    if len(bare) > 1:
        raise UsageError(
            f"Only one report can go to {output or 'standard output'}, not {len(bare)}.", code="formats",
            remedy=f"Name a file for the others, such as --format {bare[1].form}=PATH.",
        )  # fmt: skip
    if output is not None and not bare:
        raise UsageError(
            "Every --format names a file of its own, so nothing is left for --output.", code="formats",
            remedy="Leave one of them out.",
        )  # fmt: skip
    placed = [FormatTarget(target.form, target.path or output) for target in targets]
    files = [os.path.realpath(target.path) for target in placed if target.path is not None]
    if len(set(files)) < len(files):
        raise UsageError(
            "Two reports would be written to the same file.", code="formats",
            remedy="Name another one for each --format.",
        )  # fmt: skip
    return tuple(sorted(placed, key=lambda target: target.path is None))


def prepare(targets: tuple[FormatTarget, ...]) -> None:
    """Imports the modules that write the reports; called while the sandbox starts."""
    for target in targets:
        if target.form == "text":
            importlib.import_module("..render.terminal", __package__)
        else:
            renderer(target.form)


def write(
    report: Report, audience: Audience, targets: tuple[FormatTarget, ...], environment: Mapping[str, str]
) -> None:
    """Writes all reports; `environment` is read only for the files that GitHub names.

    Raises:
        InfrastructureError: one cannot be written.
    """
    try:
        for target in targets:
            if target.path is not None:
                with written(target.path) as file:
                    _render(report, audience, target.form, file)
            elif sys.stdout is None:
                raise OSError("standard output is closed")
            else:
                _render(report, audience, target.form, sys.stdout)
            if target.form == "github":
                _tell_github(report, audience, environment)
    except OSError as exc:
        if isinstance(exc, BrokenPipeError) and nobody_reads():
            raise
        raise InfrastructureError(
            f"The report cannot be written ({exc.strerror or exc}).", code="report-not-written",
            remedy="Make room or name another place with --output or --format.",
        ) from exc  # fmt: skip


def _render(report: Report, audience: Audience, form: str, file: IO[str]) -> None:
    reconfigure = getattr(file, "reconfigure", None)
    if file is sys.stdout and reconfigure:
        reconfigure(errors="replace")  # a locale that lacks a character shows a question mark
    if form == "text":
        from ..render.terminal import render

        render(report, audience, file)
    else:
        file.write(renderer(form)(report, audience))


def _tell_github(report: Report, audience: Audience, environment: Mapping[str, str]) -> None:
    """Appends the summary and the outputs of a step to the files that GitHub's runner names for them."""
    from ..render.github import outputs, summary

    for name, make in (("GITHUB_STEP_SUMMARY", summary), ("GITHUB_OUTPUT", outputs)):
        path, text = environment.get(name), make(report, audience)
        if path and text:
            with Path(path).open("a", encoding="utf-8") as file:
                file.write(text)
