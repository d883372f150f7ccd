"""Queries for assessors and operators: lists of submissions and invitations, the queue, tokens, webhooks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from .access import Invitation, invitation_in
from .connected import Connection, one, rows
from .receipts import LATER, STANDING, Standing


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter for submissions or invitations; None means any."""

    slug: str | None = None
    candidate: str | None = None
    state: str | None = None
    after: tuple[datetime, UUID] | None = None


@dataclass(frozen=True, slots=True)
class Load:
    """The service's load: how much work waits and runs, and how many runners there are."""

    queued: int
    running: int
    oldest_seconds: float
    runners: int
    outbox: int


@dataclass(frozen=True, slots=True)
class EndedCount:
    """All gradings that ended with the same state, and the same owner of the problem if there was one."""

    state: str
    owner: str
    count: int
    seconds: float
    waited: float


_LOAD = """
SELECT
  (SELECT count(*) FROM gradings WHERE state = 'queued') AS queued,
  (SELECT count(*) FROM gradings WHERE state = 'running') AS running,
  coalesce((SELECT extract(epoch FROM clock_timestamp() - min(queued_at)) FROM gradings
            WHERE state = 'queued'), 0)::double precision AS oldest_seconds,
  (SELECT count(*) FROM runners WHERE seen_at > clock_timestamp() - interval '40 seconds') AS runners,
  (SELECT count(*) FROM outbox WHERE delivered_at IS NULL) AS outbox
"""
_ENDED = """
SELECT state, coalesce(owner, '') AS owner, count(*) AS count,
  coalesce(sum(least(greatest(seconds, 0), 1e6)), 0) AS seconds,  -- a runner may say anything
  coalesce(sum(extract(epoch FROM started_at - queued_at)), 0)::double precision AS waited
FROM gradings WHERE state IN ('done', 'failed') GROUP BY 1, 2 ORDER BY 1, 2
"""


async def submissions(connection: Connection, wanted: Wanted, most: int) -> list[Standing]:
    """The submissions that match the filter, the latest first."""
    where, values = _where(
        ("s.slug = %s", wanted.slug), ("i.candidate = %s", wanted.candidate), ("g.state = %s", wanted.state)
    )
    if wanted.after is not None:
        where += " AND (s.received_at, s.id) < (%s, %s)"
        values += wanted.after
    query = f"{STANDING} {where} ORDER BY s.received_at DESC, s.id DESC LIMIT %s"
    return [Standing(**row) for row in await rows(connection, query, *values, most)]


def _where(*wanted: tuple[str, object]) -> tuple[str, list[object]]:
    """The clause for those conditions whose values are not None, and these values."""
    given = [(condition, value) for condition, value in wanted if value is not None]
    return f"WHERE {' AND '.join(['TRUE', *(one for one, _ in given)])}", [value for _, value in given]


@dataclass(frozen=True, slots=True)
class InvitationUse:
    """An invitation, the attempts used, the last submission, and whether its link works."""

    invitation: Invitation
    created_at: datetime
    attempts_used: int
    last_submission: str | None
    last_received_at: datetime | None
    has_link: bool


_INVITATIONS = """
SELECT i.*, s.attempts_used, s.last_submission, s.last_received_at,
  EXISTS (SELECT FROM tokens t WHERE t.invitation_id = i.id AND t.revoked_at IS NULL) AS has_link
FROM invitations i CROSS JOIN LATERAL (
  SELECT count(*) AS attempts_used, max(received_at) AS last_received_at,
    (array_agg(id::text ORDER BY received_at DESC))[1] AS last_submission
  FROM submissions WHERE invitation_id = i.id) s
"""


async def invitations(connection: Connection, wanted: Wanted, most: int | None = None) -> list[InvitationUse]:
    """The invitations that match the filter, whose state is not asked for, the newest first."""
    where, values = _where(("i.slug = %s", wanted.slug), ("i.candidate = %s", wanted.candidate))
    if wanted.after is not None:
        where += " AND (i.created_at, i.id) < (%s, %s)"
        values += wanted.after
    query = f"{_INVITATIONS} {where} ORDER BY i.created_at DESC, i.id DESC LIMIT %s"
    return [
        InvitationUse(
            invitation_in(row), row["created_at"], row["attempts_used"], row["last_submission"],
            row["last_received_at"], row["has_link"],
        )
        for row in await rows(connection, query, *values, most)
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class StaffToken:
    """A valid token that is no candidate's, without its text, which nobody has but its owner."""

    role: str
    label: str
    created_at: datetime
    expires_at: datetime | None


async def staff_tokens(connection: Connection) -> list[StaffToken]:
    """The valid tokens of assessors, authors and administrators, the oldest first."""
    found = await rows(
        connection,
        "SELECT role, label, created_at, expires_at FROM tokens WHERE role <> 'candidate' "
        "AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) ORDER BY created_at, id",
    )
    return [StaffToken(**row) for row in found]


async def queue_all(connection: Connection, slug: str, digest: str | None) -> int:
    """Queues all submissions for an exercise again; returns how many there are."""
    made = await rows(
        connection,
        "INSERT INTO gradings (submission_id, digest, priority) "
        "SELECT id, coalesce(%s, digest), %s FROM submissions WHERE slug = %s ORDER BY received_at "
        "RETURNING id",
        digest, LATER, slug,
    )  # fmt: skip
    await connection.execute(
        "SELECT enqueue(id) FROM unnest(%s::bigint[]) AS id", ([row["id"] for row in made],)
    )
    return len(made)


async def load(connection: Connection) -> Load:
    """Measures the service's load."""
    row = await one(connection, _LOAD)
    assert row is not None
    return Load(**row)


async def ended(connection: Connection) -> list[EndedCount]:
    """Counts all gradings that ended, which takes longer the more there are."""
    return [EndedCount(**row) for row in await rows(connection, _ENDED)]


async def add_webhook(connection: Connection, url: str, secret: str, events: list[str]) -> str:
    """Adds a webhook and returns its id."""
    row = await one(
        connection, "INSERT INTO webhooks (url, secret, events) VALUES (%s, %s, %s) RETURNING id::text",
        url, secret, events,
    )  # fmt: skip
    assert row is not None
    return str(row["id"])


async def webhooks(connection: Connection) -> list[dict[str, Any]]:
    """All webhooks by id, url and events, the oldest first."""
    return await rows(connection, "SELECT id, url, events FROM webhooks ORDER BY created_at, id")


async def remove_webhook(connection: Connection, webhook_id: str) -> bool:
    """Removes a webhook; returns False if there is none with that id."""
    done = await connection.execute("DELETE FROM webhooks WHERE id = %s", (webhook_id,))
    return bool(done.rowcount)


@dataclass(frozen=True, slots=True)
class ExerciseCount:
    """An exercise with its numbers of submissions and candidates."""

    slug: str
    title: str
    submissions: int
    candidates: int


@dataclass(frozen=True, slots=True)
class Grading:
    """One grading of a submission."""

    id: int
    state: str
    points: float | None
    max_points: float | None
    runner: str | None


async def counted(connection: Connection) -> list[ExerciseCount]:
    """All exercises by title, those with submissions first, each with its numbers."""
    found = await rows(
        connection,
        "SELECT e.slug, b.title, count(s.id) AS submissions, count(DISTINCT s.invitation_id) AS candidates "
        "FROM exercises e JOIN bundles b USING (digest) LEFT JOIN submissions s ON s.slug = e.slug "
        "GROUP BY e.slug, b.title ORDER BY count(s.id) = 0, b.title",
    )
    return [ExerciseCount(**row) for row in found]


async def gradings(connection: Connection, submission_id: str) -> list[Grading]:
    """All gradings of a submission, the latest first."""
    query = (
        "SELECT id, state, points, max_points, runner FROM gradings WHERE submission_id = %s ORDER BY id DESC"
    )
    return [Grading(**row) for row in await rows(connection, query, submission_id)]


_MOST_OF_MANY = 256 << 10
# Of each candidate the last submission that was graded.
_LATEST = """
SELECT DISTINCT ON (coalesce(s.invitation_id, s.id)) g.id, g.points, g.max_points
FROM submissions s JOIN gradings g ON g.id = s.counted_id AND g.state = 'done'
WHERE s.slug = %s ORDER BY coalesce(s.invitation_id, s.id), s.received_at DESC
"""


async def fractions(connection: Connection, slug: str) -> list[float]:
    """Each candidate's share of the points, 0 to 1."""
    found = await rows(connection, _LATEST, slug)
    return [row["points"] / row["max_points"] for row in found if row["max_points"]]


async def latest_reports(connection: Connection, slug: str, most: int) -> list[bytes]:
    """The encoded reports on the candidates' last submissions, limited to `most`."""
    numbers = sorted((row["id"] for row in await rows(connection, _LATEST, slug)), reverse=True)[:most]
    # They are all in memory at once; an honest one takes a few kilobytes.
    query = "SELECT report FROM gradings WHERE id = ANY (%s) AND octet_length(report) <= %s"
    return [bytes(row["report"]) for row in await rows(connection, query, numbers, _MOST_OF_MANY)]


async def purge(connection: Connection, before: datetime) -> int:
    """Deletes submissions received before a time, and closed invitations without any submission left."""
    await connection.execute("SET CONSTRAINTS ALL DEFERRED")
    await connection.execute("UPDATE submissions SET counted_id = NULL WHERE received_at < %s", (before,))
    done = await connection.execute("DELETE FROM submissions WHERE received_at < %s", (before,))
    await connection.execute(
        "DELETE FROM invitations i WHERE created_at < %s AND coalesce(deadline, created_at) < %s "
        "AND NOT EXISTS (SELECT FROM submissions s WHERE s.invitation_id = i.id)",
        (before, before),
    )
    await connection.execute("DELETE FROM outbox WHERE created_at < %s", (before,))
    return done.rowcount
