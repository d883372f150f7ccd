"""How a command ends: with one sentence and the right exit code, whatever went wrong."""

from __future__ import annotations

import io
import os
import select
import signal
import sys
import traceback
from types import FrameType
from typing import Any, NoReturn

import click

from ..errors import ExitCode, GraderError, InfrastructureError, refusal
from ..text import printable
from .wording import no_command, sentence


class Interrupted(BaseException):
    """Raised at SIGTERM or SIGHUP: unwinds like Ctrl-C, so that everything is cleaned up.

    Its text, if there is one, is what the user is told.
    """


class GradeGroup(click.Group):
    """A click group whose commands end with the documented exit codes."""

    def invoke(self, ctx: click.Context) -> Any:
        """Runs a command; handles broken pipes itself, as click takes each of them for standard output's."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as exc:
            if nobody_reads():
                return ExitCode.NO_READER  # nobody is there to be told, and nothing went wrong
            raise InfrastructureError(
                f"A pipe to a process of ours broke ({exc}).", code="machine-refused",
                remedy="Run it again; --debug shows more.",
            ) from exc  # fmt: skip

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parses what stands before the command; without any argument, shows the help text."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(ExitCode.USAGE)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Finds the command that is called; names one that is called almost so where there is none."""
        name = args[0]
        if not (ctx.resilient_parsing or name.startswith("-")) and self.get_command(ctx, name) is None:
            raise no_command(name, self.list_commands(ctx), ctx.command_path)
        return super().resolve_command(ctx, args)

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Runs the command and exits the process."""
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _interrupt)
        debug = "--debug" in sys.argv[1:]
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # whatever the locale lacks
        try:
            kwargs["standalone_mode"] = False
            code = super().main(*args, **kwargs)
            _leave(code if isinstance(code, int) else ExitCode.PASSED)
        except click.exceptions.Exit as exc:
            _leave(exc.exit_code)
        except (click.Abort, KeyboardInterrupt, Interrupted) as exc:
            say(str(exc) or "Interrupted; nothing was left running.")
            _leave(ExitCode.INTERRUPTED)
        except click.ClickException as exc:
            say(sentence(exc))
            _leave(ExitCode.USAGE)
        except GraderError as exc:
            trace(debug)
            say(str(exc))
            _leave(exc.exit_code)
        except SystemExit as exc:  # how click ends the completion of a command line
            if exc.code and nobody_reads():  # a reader that left, which click turns into exit code 1
                _leave(ExitCode.NO_READER)
            _leave(ExitCode.INFRASTRUCTURE if exc.code else ExitCode.PASSED)
        except OSError as exc:
            trace(debug)
            say(f"{refusal(exc)} Check the path, its mode, and the room on the disk.")
            _leave(ExitCode.INFRASTRUCTURE)
        except Exception as exc:  # noqa: BLE001 - the last door: whatever it is, it is ours
            trace(debug)
            say(
                f"The grader failed ({type(exc).__name__}: {exc}). This is a fault of ours, not of the "
                "submission; --debug shows more."
            )
            _leave(ExitCode.INFRASTRUCTURE)


def nobody_reads() -> bool:
    """Whether standard output is a pipe whose reader has left."""
    poll = select.poll()
    poll.register(1, 0)
    return any(events & select.POLLERR for _, events in poll.poll(0))


def echo(text: str = "") -> None:
    """Writes a line to standard output. Click's own `echo` writes UTF-8 even to an output that is ASCII."""
    if sys.stdout is not None:
        sys.stdout.write(f"{text}\n")


def trace(debug: bool) -> None:
    """Prints the traceback of the exception being handled, if `debug` asks for it."""
    if debug:
        traceback.print_exc()


def say(text: str) -> None:
    """Writes one line to standard error, whatever its encoding can show."""
    line = f"grade: {printable(text, 1000)}\n"
    try:
        sys.stderr.write(line)
        sys.stderr.flush()
    except UnicodeEncodeError:
        sys.stderr.write(line.encode("ascii", "backslashreplace").decode("ascii"))
    except (OSError, ValueError, AttributeError):
        pass  # standard error is closed: the exit code must do


def _leave(code: int) -> NoReturn:
    """Exits without waiting for anything; if standard output cannot be written, reports a failure of ours."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except BrokenPipeError:
        code = ExitCode.NO_READER if code in (ExitCode.PASSED, ExitCode.BELOW) else code
    except (OSError, ValueError) as exc:
        if code in (ExitCode.PASSED, ExitCode.BELOW):  # otherwise an error was printed already
            say(f"The report could not be written: {exc}.")
        code = ExitCode.INFRASTRUCTURE
    os._exit(code)


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise Interrupted
