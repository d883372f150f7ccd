"""`grade runner`: grades a service's submissions on this machine."""

from __future__ import annotations

import asyncio

import click

from ..machine.capacity import processors
from ..machine.paths import cache
from ..report import unheard
from . import options
from .extra import needs_server
from .parameters import Number, WholeNumber


@click.command("runner")
@click.option(
    "--database", metavar="URL", envvar="GRADE_DATABASE", show_envvar=True, required=True,
    help="The service's PostgreSQL; the variable keeps its password out of the list of processes.",
)  # fmt: skip
@options.sandbox("submissions run")
@options.runtime
@click.option("--jobs", type=WholeNumber(1, 1000), help="How many at once. [default: one a processor]")
@click.option(
    "--lease", type=Number(1, 3600), default=30.0, show_default=True, metavar="SECONDS",
    help="How long it may be silent before its work is given to another.",
)  # fmt: skip
@click.option("--ends-with-input", is_flag=True, hidden=True)
@needs_server
def runner_command(
    database: str, sandbox: str, runtime: str | None, jobs: int | None, lease: float, ends_with_input: bool
) -> None:
    """Take submissions from a service's database, grade them here, and write the results there.

    As many runners as you like, on as many machines as you like. One that is killed loses nothing: what it
    was grading is given to another.
    """
    from ..database.migrate import check_url
    from ..records.journal import keep_journal
    from ..runner.take import take
    from ..runner.workbench_handle import RunnerPlan
    from ..sandboxes.registry import choose

    check_url(database)
    keep_journal()
    choose(sandbox, runtime).prepare(unheard)  # says now what would fail with each submission
    plan = RunnerPlan(sandbox, runtime, jobs or processors(), cache() / "bundles", lease, ends_with_input)
    asyncio.run(take(database, plan))
