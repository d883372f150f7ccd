"""Options that several commands have, with the same meaning in each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from ..sandboxes.registry import NAMES

_Command = TypeVar("_Command", bound=Callable[..., Any])

exercises = click.option("--exercises", metavar="DIR", help="Where the exercises are. [env: GRADE_EXERCISES]")
roster = click.option(
    "--roster",
    metavar="FILE",
    help="The class as CSV; a column has the candidates' names or numbers. Who handed in nothing is told.",
)
runtime = click.option("--runtime", metavar="NAME", help="Docker's runtime, such as runsc.")


def sandbox(what: str) -> Callable[[_Command], _Command]:
    """Makes the option `--sandbox`; `what` completes its help text "Where ..."."""
    return click.option(
        "--sandbox",
        type=click.Choice(NAMES),
        default="auto",
        show_default=True,
        envvar="GRADE_SANDBOX",
        help=f"Where {what}; auto takes docker where an engine answers.",
    )
