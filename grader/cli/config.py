"""`grade config`: shows every setting, its value and its source."""

from __future__ import annotations

import os
from typing import Any

import click
from click.core import ParameterSource

from ..exercises.find import root
from ..machine.paths import cache
from ..settings import SETTINGS, Found, Setting, user_file
from ..text import printable
from .audit import audit_command
from .outcome import echo
from .settings import found_in, settable
from .submit import submit_command


def _show(ctx: click.Context, **values: Any) -> None:
    files = found_in(ctx)
    rows = [("setting", "value", "where it comes from")]
    for option, setting in settable("config", ctx.command):
        value = _as_text(setting, values[str(option.name)])
        rows.append((setting.name, value, _source(ctx, option, setting, files)))
    for setting in SETTINGS:
        if not setting.kind:
            text = os.environ.get(setting.variable)
            usual = str(cache()) if setting.name == "cache" else "-"
            shown = "(not shown)" if text and setting.is_secret else text or usual
            rows.append((setting.name, shown, setting.variable if text else "default"))
    widths = [max(len(row[column]) for row in rows) for column in (0, 1)]
    for row in rows:
        echo(f"{row[0]:{widths[0]}}  {printable(row[1], 200):{widths[1]}}  {printable(row[2], 200)}")
    echo()
    if files.ignored:
        echo(f"Not used: {printable(str(files.ignored), 200)}; {files.why}.")
    own = user_file()
    echo(f"Your own file{'' if own.is_file() else ' would be'}: {printable(str(own), 200)}")


def _as_text(setting: Setting, value: Any) -> str:
    if setting.name == "exercises":
        return str(root(value))
    if setting.name == "format":
        return " ".join("=".join(filter(None, (target.form, target.path))) for target in value) or "text"
    return "-" if value is None else str(value)


def _source(ctx: click.Context, option: click.Option, setting: Setting, files: Found) -> str:
    source = ctx.get_parameter_source(str(option.name))
    if source is ParameterSource.COMMANDLINE:
        return option.opts[0]
    if source is ParameterSource.ENVIRONMENT:
        return setting.variable
    value_and_file = files.value(setting.name)
    if source is ParameterSource.DEFAULT_MAP and value_and_file:
        return str(value_and_file[1])
    return "default"


def _command() -> click.Command:
    """Makes `grade config`, which takes all options of `grade submit` and `--jobs`."""
    both = [*settable("submit", submit_command), *settable("audit", audit_command)]
    options = {setting.name: option for option, setting in reversed(both)}
    return click.Command(
        "config",
        callback=click.pass_context(_show),
        params=[click.Argument(["file"], required=False, expose_value=False), *options.values()],
        help=(
            "Show every setting, its value and where that comes from.\n\nFlags are stronger than variables, "
            "these than the project's grade.toml or [tool.grade] in pyproject.toml, found upward from the "
            "current folder, and that than your own file. With FILE: what holds where that file is graded; "
            "there a project's file must not have come with it."
        ),
    )


config_command = _command()
