"""The tables of tokens and invitations: who somebody is, and what they may hand in until when.

A token is 256 random bits and kept as its SHA-256 only; it is shown once, when it is made.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass, fields
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta

from ..errors import UsageError
from .connected import Connection, one

_TOKEN = re.compile(r"grade_[A-Za-z0-9_-]{43}")


class Role(enum.StrEnum):
    """The role that a token has, which decides what it permits."""

    CANDIDATE = "candidate"  # one invitation
    ASSESSOR = "assessor"  # reads and repeats everything, invites
    AUTHOR = "author"  # as an assessor, and changes exercises
    ADMIN = "admin"  # everything


@dataclass(frozen=True, slots=True)
class Invitation:
    """What one candidate may hand in, and when; None where attempts or times are unlimited."""

    id: str
    slug: str
    candidate: str
    opens_at: datetime | None
    deadline: datetime | None
    extra_minutes: int
    attempts: int | None

    def is_open(self, now: datetime) -> bool:
        """Whether the time is there from which the exercise may be seen."""
        return self.opens_at is None or now >= self.opens_at

    @property
    def closes_at(self) -> datetime | None:
        """The deadline plus the extension."""
        try:
            return self.deadline and self.deadline + timedelta(minutes=self.extra_minutes)
        except OverflowError:  # put off beyond the end of the calendar
            return datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Bearer:
    """The sender of a valid token."""

    token_id: str
    role: Role
    label: str
    invitation: Invitation | None

    @property
    def is_staff(self) -> bool:
        """Whether the bearer is not a candidate, and so may see what candidates may not."""
        return self.role is not Role.CANDIDATE


_ONE = "SELECT * FROM invitations WHERE id = %s"
_LOCKED = f"{_ONE} FOR UPDATE"


def is_tellable(moment: datetime) -> bool:
    """Whether a time can be told in every zone: what a database gives may be in another than was put in."""
    return MINYEAR < moment.year < MAXYEAR


def fresh_token() -> str:
    """Generates a random token."""
    return f"grade_{secrets.token_urlsafe(32)}"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("ascii")).digest()


async def grant(
    connection: Connection, role: Role, label: str, *,
    invitation_id: str | None = None, expires_at: datetime | None = None,
) -> str:  # fmt: skip
    """Creates a token and returns its text, which is stored only as a digest and cannot be read again."""
    token = fresh_token()
    await connection.execute(
        "INSERT INTO tokens (sha256, role, label, invitation_id, expires_at) VALUES (%s, %s, %s, %s, %s)",
        (_digest(token), role.value, label, invitation_id, expires_at),
    )
    return token


def has_form(token: str) -> bool:
    """Whether a text has the form of a token, without which there is none like it."""
    return _TOKEN.fullmatch(token) is not None


async def bearer(connection: Connection, token: str) -> Bearer | None:
    """The bearer of `token`; None if it is unknown, revoked or expired."""
    if not has_form(token):
        return None
    digest = _digest(token)
    row = await one(
        connection,
        "SELECT id, sha256, role, label, invitation_id FROM tokens "
        "WHERE sha256 = %s AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())",
        digest,
    )
    if row is None or not hmac.compare_digest(bytes(row["sha256"]), digest):
        return None
    invited = await invitation(connection, str(row["invitation_id"])) if row["invitation_id"] else None
    return Bearer(str(row["id"]), Role(row["role"]), row["label"], invited)


async def revoke(connection: Connection, label: str) -> int:
    """Revokes all tokens with that label; returns how many there were."""
    done = await connection.execute(
        "UPDATE tokens SET revoked_at = now() WHERE label = %s AND revoked_at IS NULL", (label,)
    )
    return done.rowcount


async def any_admin(connection: Connection) -> bool:
    """Whether any administrator has a token."""
    return (
        await one(connection, "SELECT 1 FROM tokens WHERE role = 'admin' AND revoked_at IS NULL") is not None
    )


async def invite(connection: Connection, wanted: Invitation) -> tuple[Invitation, str]:
    """Creates an invitation with the values of `wanted`, except its id, and a token for it.

    Raises:
        UsageError: its deadline is over before anything can be handed in.
    """
    async with connection.transaction():
        clock = await one(connection, "SELECT clock_timestamp() AS now")
        assert clock is not None
        _check_deadline(wanted, clock["now"])
        row = await one(
            connection,
            "INSERT INTO invitations (slug, candidate, opens_at, deadline, extra_minutes, attempts) "
            "VALUES (%s, %s, %s, %s, %s, %s) RETURNING *",
            wanted.slug, wanted.candidate, wanted.opens_at, wanted.deadline, wanted.extra_minutes,
            wanted.attempts,
        )  # fmt: skip
        assert row is not None
        made = invitation_in(row)
        return made, await grant(connection, Role.CANDIDATE, wanted.candidate, invitation_id=made.id)


def _check_deadline(wanted: Invitation, now: datetime) -> None:
    closes = wanted.closes_at
    if closes is not None and closes <= max(now, wanted.opens_at or now):
        raise UsageError(
            "The deadline is over before anything can be handed in.", code="deadline",
            remedy=f"Times are in UTC, where it is {now.astimezone(UTC):%Y-%m-%dT%H:%M} now.",
        )  # fmt: skip


async def renew(connection: Connection, invitation_id: str) -> tuple[Invitation, str] | None:
    """Creates a new token for an invitation and revokes the old one; None if there is no such invitation."""
    async with connection.transaction():
        found = await invitation(connection, invitation_id, lock=True)
        if found is None:
            return None
        await _revoke_of(connection, invitation_id)
        token = await grant(connection, Role.CANDIDATE, found.candidate, invitation_id=invitation_id)
        return found, token


async def revoke_invitation(connection: Connection, invitation_id: str) -> Invitation | None:
    """Revokes the token of an invitation, whose submissions stay; None if there is no such invitation."""
    async with connection.transaction():
        found = await invitation(connection, invitation_id, lock=True)
        if found is not None:
            await _revoke_of(connection, invitation_id)
        return found


async def _revoke_of(connection: Connection, invitation_id: str) -> None:
    await connection.execute(
        "UPDATE tokens SET revoked_at = now() WHERE invitation_id = %s AND revoked_at IS NULL",
        (invitation_id,),
    )


async def extend(connection: Connection, invitation_id: str, extra_minutes: int) -> Invitation | None:
    """Sets by how many minutes the deadline of an invitation is extended."""
    row = await one(
        connection, "UPDATE invitations SET extra_minutes = %s WHERE id = %s RETURNING *",
        extra_minutes, invitation_id,
    )  # fmt: skip
    return invitation_in(row) if row else None


async def invitation(connection: Connection, invitation_id: str, *, lock: bool = False) -> Invitation | None:
    """The invitation with that id; `lock` keeps its row locked until the transaction ends."""
    row = await one(
        connection, _LOCKED if lock else _ONE, invitation_id,
    )  # fmt: skip
    return invitation_in(row) if row else None


def invitation_in(row: dict[str, object]) -> Invitation:
    """The invitation in a row that has all columns of its table."""
    values = {one.name: row[one.name] for one in fields(Invitation)}
    return Invitation(**values | {"id": str(row["id"])})  # type: ignore[arg-type]
