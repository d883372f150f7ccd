"""The command `grade`: parses, calls, prints, exits. A command's module is imported when it is used."""

from __future__ import annotations

import importlib

import click

from .. import __version__
from .outcome import GradeGroup
from .settings import defaults, equip

_COMMANDS = {
    "submit": "submit",
    "batch": "batch",
    "results": "results",
    "overview": "overview",
    "similar": "similar",
    "diff": "results",
    "replay": "replay",
    "list": "exercises",
    "show": "exercises",
    "start": "exercises",
    "new": "authoring",
    "verify": "authoring",
    "audit": "audit",
    "kit": "authoring",
    "lock": "preparing",
    "setup": "preparing",
    "doctor": "machine",
    "clean": "machine",
    "config": "config",
    "serve": "serve",
    "runner": "runner",
    "server-admin": "server_admin",
    "completion": "completion",
}

EXIT_CODES = """\b
Exit codes:
  0    graded, at or above --fail-under
  1    graded, below it
  2    the command was called wrongly
  3    the machine or the grader failed: there is no score
  4    the exercise is at fault
  5    the submission was rejected unread
  130  interrupted
  141  nobody reads the output any more, as in a pipe into `head`
"""


class LazyGroup(GradeGroup):
    """The group of all commands: knows them by name, and imports one when it is needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the order in which a newcomer needs them."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Imports the command `cmd_name`; None if there is none of that name."""
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"{__name__}.{_COMMANDS[cmd_name]}")
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        equip(cmd_name, command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command that is called; values from settings files become the defaults of its options."""
        name, command, rest = super().resolve_command(ctx, args)
        if name is not None and command is not None and not {"-h", "--help"}.intersection(rest):
            ctx.default_map = {name: defaults(ctx, name, command, rest)}
        return name, command, rest


def _tell_version(ctx: click.Context, param: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from ..machine.build import identity

        click.echo(f"grade, version {__version__} ({identity()})")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    epilog=EXIT_CODES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_tell_version,
    help="Show version, commit and build, and exit.",
)
def grade() -> None:
    """Grades Python exercises in a sandbox, with tests that the submission cannot reach."""
