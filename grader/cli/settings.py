"""Gives commands' options values from settings: first flags, then environment variables, then files.

Click does the choosing: an option has its variable, and the values of the files are the context's defaults.
"""

from __future__ import annotations

import os
from typing import Any

import click

from ..errors import UsageError
from ..settings import SETTINGS, Found, Setting, find
from ..text import as_toml, quoted
from .outcome import say

# These grade what somebody else wrote, which is what their arguments name; a report is the assessor's own.
_GRADING = ("submit", "batch", "replay", "config")
_NOT_GRADED = ("report",)
# Elsewhere --format has other choices than reports.
_REPORTING = ("submit", "config")
# These look at the whole machine, whatever is set for gradings.
_APART = ("setup", "doctor", "clean")
# The key in a context under which the settings files are kept.
_META = "grade.settings"


def equip(name: str, command: click.Command) -> None:
    """Gives the options of a command the environment variables that set them."""
    for option, setting in settable(name, command):
        option.envvar = setting.variable


def defaults(ctx: click.Context, name: str, command: click.Command, args: list[str]) -> dict[str, Any]:
    """The values that settings files give to the options of `command`, by its parameters' names.

    Raises:
        UsageError: a file that counts is no valid settings file, or has a value that an option does not take.
    """
    if name in _APART:
        return {}
    try:
        files = find(_strangers(command, args) if name in _GRADING else None)
    except UsageError:
        if ctx.resilient_parsing:  # errors would disturb the completion of a command line
            return {}
        raise
    ctx.meta[_META] = files
    if files.ignored and name != "config" and not ctx.resilient_parsing:
        say(
            f"The settings in {quoted(str(files.ignored))} are not used: {files.why}. GRADE_CONFIG uses them."
        )
    values = {}
    for option, setting in settable(name, command):
        entry = files.value(setting.name)
        if entry is None or os.environ.get(setting.variable):
            continue
        value, path = entry
        if option.multiple and not isinstance(value, list):
            value = [str(value)]
        try:
            option.process_value(click.Context(command, resilient_parsing=False), value)
        except click.UsageError as exc:
            raise UsageError(
                f"The settings file {quoted(str(path))} sets {setting.name} to {as_toml(entry[0])}: "
                f"{exc.message}",
                code="bad-settings",
            ) from None
        values[str(option.name)] = value
    return values


def settable(name: str, command: click.Command) -> list[tuple[click.Option, Setting]]:
    """The options of `command` that variables or files can set, each with its setting, in fixed order."""
    if name in _APART:
        return []
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    by_flag = {flag: option for option in options for flag in option.opts}
    flags = {setting: f"--{setting.name.replace('_', '-')}" for setting in SETTINGS if setting.kind}
    if name not in _REPORTING:
        by_flag.pop("--format", None)
    return [(by_flag[flag], setting) for setting, flag in flags.items() if flag in by_flag]


def found_in(ctx: click.Context) -> Found:
    """The settings files that apply to this call, and one that was refused."""
    files: Found = ctx.meta[_META]
    return files


def _strangers(command: click.Command, args: list[str]) -> list[str] | None:
    """The files to grade among the arguments `args`; None if there are none."""
    quiet = click.Context(command, resilient_parsing=True)
    arguments = command.make_parser(quiet).parse_args(list(args))[0]
    names = []
    for parameter in command.params:
        if isinstance(parameter, click.Argument) and parameter.name not in _NOT_GRADED:
            value = arguments.get(str(parameter.name))
            values = value if isinstance(value, list | tuple) else [value]
            names += [os.fsdecode(item) for item in values if isinstance(item, str | bytes)]
    return names or None
