"""What is said of a command line that click refuses: what is wrong, and what is right or where to read it."""

from __future__ import annotations

import difflib
from collections.abc import Sequence

import click

from ..errors import UsageError
from ..text import quoted


def sentence(exc: click.ClickException) -> str:
    """What is said of `exc` on one line."""
    said = exc.format_message()
    if not isinstance(exc, click.UsageError) or exc.ctx is None:
        return said
    path = exc.ctx.command_path
    if isinstance(exc, click.MissingParameter) and exc.param is not None:
        return f"`{path}` needs {_written(exc.param)}. `{path} --help` says more."
    if isinstance(exc, click.BadParameter) or said.endswith("?"):  # which say what belongs there
        return said
    return f"{said.rstrip('.')}. `{path} --help` says what there is."


def no_command(name: str, names: Sequence[str], path: str) -> UsageError:
    """The error where `name` is none of the commands `names` of the group that `path` calls."""
    near = difflib.get_close_matches(name, names, 1)
    remedy = f"Did you mean {near[0]!r}?" if near else f"`{path} --help` lists all."
    return UsageError(f"There is no command {quoted(name)}.", code="no-command", remedy=remedy)


def _written(param: click.Parameter) -> str:
    """How a parameter is written on the command line."""
    value = (param.metavar or param.human_readable_name.upper()).removesuffix("...")
    return value if isinstance(param, click.Argument) else f"{param.opts[0]} {value}"
