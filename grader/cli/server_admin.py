"""`grade server-admin`: administers a service's database: tokens, invitations, exercises."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

import click

from ..client.remote import remote_of
from ..errors import UsageError
from ..exercises.find import catalogue, find, root
from ..records.bundle import files_of
from ..text import counted, printable, quoted
from . import options
from .extra import needs_server
from .outcome import GradeGroup, echo
from .parameters import Address, Line, Moment, WholeNumber
from .remote import tell_silence
from .serve import default_data

if TYPE_CHECKING:
    from ..database.connected import Connection

_Result = TypeVar("_Result")
_WHEN = Moment()
_public_url = click.option(
    "--public-url", type=Address(), metavar="URL", envvar="GRADE_PUBLIC_URL", show_envvar=True,
    default="http://127.0.0.1:8000", show_default=True, help="As for grade serve; each link begins with it.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Base:
    """The database that is administered: the one at a URL, or the embedded one with its data in a folder."""

    database: str | None
    data: Path | None

    def url(self) -> str:
        """The URL of the database.

        Raises:
            UsageError: no embedded one runs.
        """
        from ..database.embedded import Embedded, from_the_wheel

        if self.database:
            return self.database
        folder = ((self.data or default_data()) / "postgresql").absolute()
        server = Embedded(folder, from_the_wheel())
        if not (folder / "password").is_file() or not server.is_running():
            raise UsageError(
                "No embedded database runs here.", code="no-database",
                remedy="Start grade serve, name its folder with --data, or name yours with --database.",
            )  # fmt: skip
        return server.url


@click.group("server-admin", cls=GradeGroup)
@click.option(
    "--database", metavar="URL", envvar="GRADE_DATABASE", show_envvar=True,
    help="The service's PostgreSQL. [default: the embedded one of a grade serve that runs]",
)  # fmt: skip
@click.option("--data", type=click.Path(path_type=Path), help="Where that has its data, as for grade serve.")
@click.pass_context
def server_admin_command(ctx: click.Context, database: str | None, data: Path | None) -> None:
    """Look after a service: its tokens, invitations, exercises and old submissions."""
    ctx.obj = _Base(database, data)


@server_admin_command.command("migrate")
@click.pass_obj
@needs_server
def migrate_command(base: _Base) -> None:
    """Bring the database to what this version needs; grade serve does it too."""
    from ..database.migrate import migrate

    echo(f"The schema is number {asyncio.run(migrate(base.url()))}.")


@server_admin_command.command("token")
@click.argument("role", type=click.Choice(["assessor", "author", "admin"]))
@click.argument("label", type=Line())
@click.option("--expires", type=_WHEN, help="In UTC.")
@click.pass_obj
@needs_server
def token_command(base: _Base, role: str, label: str, expires: datetime | None) -> None:
    """Make a token, which is shown this once; LABEL says whose it is."""
    from ..database.access import Role, grant

    until = expires and expires.replace(tzinfo=UTC)
    echo(_done(base, lambda connection: grant(connection, Role(role), label, expires_at=until)))


@server_admin_command.command("tokens")
@click.pass_obj
@needs_server
def tokens_command(base: _Base) -> None:
    """List the valid tokens of assessors, authors and administrators; candidates have invitations."""
    from ..database.listings import staff_tokens

    _print_table(
        ("role", "label", "made", "expires"),
        [(one.role, one.label, _told(one.created_at), _told(one.expires_at))
         for one in _done(base, staff_tokens)],
    )  # fmt: skip


@server_admin_command.command("revoke")
@click.argument("label", type=Line())
@click.pass_obj
@needs_server
def revoke_command(base: _Base, label: str) -> None:
    """Revoke all tokens with LABEL; of a candidate that is their name."""
    from ..database.access import revoke

    count = _done(base, lambda connection: revoke(connection, label))
    if not count:
        raise UsageError(f"There is no valid token with the label {quoted(label)}.", code="no-such-token")
    echo(f"{counted(count, 'token')} revoked.")


@server_admin_command.command("invite")
@click.argument("slug", type=Line())
@click.argument("candidates", nargs=-1, required=True, type=Line())
@click.option("--opens", type=_WHEN, help="In UTC.")
@click.option("--deadline", type=_WHEN, help="In UTC; the clock counts at receipt.")
@click.option("--attempts", type=WholeNumber(1, 10_000))
@click.option("--extra-minutes", type=WholeNumber(0, 525_600), default=0)
@_public_url
@click.pass_obj
@needs_server
def invite_command(
    base: _Base,
    slug: str,
    candidates: tuple[str, ...],
    opens: datetime | None,
    deadline: datetime | None,
    attempts: int | None,
    extra_minutes: int,
    public_url: str,
) -> None:
    """Invite candidates to an exercise; prints a line for each, with a link that is shown this once."""
    from ..database import shelf
    from ..database.access import Invitation, invite

    times = [when and when.replace(tzinfo=UTC) for when in (opens, deadline)]

    async def work(connection: Connection) -> list[str]:
        if await shelf.named(connection, slug) is None:
            raise UsageError(f"The service has no exercise {quoted(slug)}.", code="unknown-exercise")
        lines = []
        for name in candidates:
            wanted = Invitation("", slug, name, times[0], times[1], extra_minutes, attempts)
            _, token = await invite(connection, wanted)
            lines.append(_link(name, public_url, token))
        return lines

    for line in _done(base, work):
        echo(line)


def _link(candidate: str, public_url: str, token: str) -> str:
    return f"{candidate}\t{public_url}/enter/{token}"


@server_admin_command.command("invitations")
@click.argument("slug", required=False, type=Line())
@click.pass_obj
@needs_server
def invitations_command(base: _Base, slug: str | None) -> None:
    """List the invitations, all or those to exercise SLUG, the newest first; times are in UTC."""
    from ..database.listings import InvitationUse, Wanted, invitations

    def row(use: InvitationUse) -> tuple[str, ...]:
        one = use.invitation
        used = f"{use.attempts_used} of {one.attempts}" if one.attempts else str(use.attempts_used)
        times = (_told(when) for when in (one.opens_at, one.closes_at))
        link = "valid" if use.has_link else "revoked"
        return (one.id, one.slug, one.candidate, *times, used, _told(use.last_received_at), link)

    _print_table(
        ("id", "exercise", "candidate", "opens", "open until", "attempts", "last submission", "link"),
        [row(use) for use in _done(base, lambda connection: invitations(connection, Wanted(slug)))],
    )


@server_admin_command.command("renew")
@click.argument("invitation", type=click.UUID)
@_public_url
@click.pass_obj
@needs_server
def renew_command(base: _Base, invitation: UUID, public_url: str) -> None:
    """Make a new link for INVITATION, the id in its list, which is shown this once; the old one ends."""
    from ..database.access import renew

    found = _done(base, lambda connection: renew(connection, str(invitation)))
    if found is None:
        raise UsageError(
            f"There is no invitation {invitation}.", code="no-such-invitation",
            remedy="grade server-admin invitations lists them.",
        )  # fmt: skip
    echo(_link(found[0].candidate, public_url, found[1]))


@server_admin_command.command("exercises")
@click.argument("slugs", nargs=-1)
@options.exercises
@click.option("--server", metavar="URL", help="Over HTTP with an author's token, not at the database.")
@click.pass_obj
@needs_server
def exercises_command(base: _Base, slugs: tuple[str, ...], exercises: str | None, server: str | None) -> None:
    """Put exercises into the service, all or those named; what was handed in before keeps its own.

    Prove them first: grade verify.
    """
    place = root(exercises)
    found = [find(slug, place) for slug in slugs] or catalogue(place)
    if server:
        with contextlib.closing(remote_of(server, tell_silence)) as remote:
            for one in found:
                echo(printable(f"{one.slug}  {remote.put_exercise(one.slug, files_of(one))}"))
        return
    from ..database import shelf

    async def work(connection: Connection) -> list[str]:
        return [f"{one.slug}  {await shelf.put(connection, one)}" for one in found]

    for line in _done(base, work):
        echo(line)


@server_admin_command.command("purge")
@click.argument("before", type=_WHEN)
@click.pass_obj
@needs_server
def purge_command(base: _Base, before: datetime) -> None:
    """Delete what was received before a day, with its results, and candidates who are left with nothing."""
    from ..database.listings import purge

    count = _done(base, lambda connection: purge(connection, before.replace(tzinfo=UTC)))
    echo(f"{counted(count, 'submission')} deleted.")


def _told(moment: datetime | None) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}" if moment else "-"


def _print_table(heads: tuple[str, ...], lines: list[tuple[str, ...]]) -> None:
    """Prints a table, with a tab between columns and the names of the columns in the first line."""
    for line in (heads, *lines):
        echo("\t".join(line))


def _done(base: _Base, work: Callable[[Connection], Awaitable[_Result]]) -> _Result:
    """Runs `work` on the database in one transaction and returns its result."""
    from ..database.connected import transaction

    async def run() -> _Result:
        async with transaction(base.url()) as connection:
            return await work(connection)

    return asyncio.run(run())
