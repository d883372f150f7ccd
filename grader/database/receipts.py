"""The table of submissions: handing one in and queueing it in one transaction, and its state since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..errors import GraderError
from ..records.parcel import Parcel
from . import access
from .access import Bearer, Invitation
from .connected import Connection, one, rows

# What candidates wait for goes before what is graded again.
FIRST, LATER = 10, 0
# So many of one candidate's may wait at once; nobody is kept from others' machines by one who sends hundreds.
MOST_WAITING = 10


class NotTaken(GraderError):
    """The error for a submission that is not accepted now, or no longer."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """A submission as received over HTTP, with everything that decides whether it is accepted."""

    parcel: Parcel
    slug: str
    digest: str
    note: str
    idempotency_key: str | None
    request_sha256: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """The proof that a submission is on disk."""

    id: str
    slug: str
    name: str
    sha256: str
    size: int
    received_at: datetime
    attempt: int
    attempts: int | None
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission and the state and result of its grading, as far as there is one."""

    id: str
    slug: str
    name: str
    sha256: str
    size: int
    note: str
    received_at: datetime
    attempt: int
    candidate: str | None
    invitation_id: str | None
    grading: int
    state: str
    tries: int
    owner: str | None
    problem: str | None
    points: float | None
    max_points: float | None
    finished_at: datetime | None
    runner: str | None
    regrading: bool
    digest: str


_RECEIPT = """
SELECT s.id::text, s.slug, s.name, s.sha256, s.size, s.received_at, s.attempt, i.attempts, s.request_sha256
FROM submissions s LEFT JOIN invitations i ON i.id = s.invitation_id
"""
# The grading that counts; before there is one, the latest.
STANDING = """
SELECT s.id::text, s.slug, s.name, s.sha256, s.size, s.note, s.received_at, s.attempt, i.candidate,
  s.invitation_id::text, g.id AS grading, g.state, g.tries, g.owner, g.problem, g.points, g.max_points,
  g.finished_at, g.runner, g.digest,
  EXISTS (SELECT FROM gradings o WHERE o.submission_id = s.id AND o.id <> g.id
          AND o.state IN ('queued', 'running')) AS regrading
FROM submissions s
LEFT JOIN invitations i ON i.id = s.invitation_id
JOIN gradings g ON g.id = coalesce(s.counted_id,
  (SELECT max(l.id) FROM gradings l WHERE l.submission_id = s.id))
"""


async def hand_in(connection: Connection, who: Bearer, arrival: Arrival) -> Receipt:
    """Stores a submission and queues it in one transaction; a repeated key with equal content counts once.

    Raises:
        NotTaken: it is too early, too late or too often; or the key was used for something else.
    """
    async with connection.transaction():
        clock = await one(connection, "SELECT clock_timestamp() AS now")
        assert clock is not None
        invitation = None
        if who.invitation is not None:
            invitation = await access.invitation(connection, who.invitation.id, lock=True)
        before = await _known(connection, who, arrival)
        if before is not None:
            return before
        attempt = 1
        if invitation is not None:
            attempt = await _attempts(connection, invitation.id) + 1
            permit(invitation, clock["now"], attempt)
            await _let_others(connection, invitation.id)
        row = await one(
            connection,
            "INSERT INTO submissions (invitation_id, token_id, slug, digest, name, parcel, sha256, size, "
            "note, received_at, attempt, idempotency_key, request_sha256)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (token_id, idempotency_key) DO NOTHING RETURNING id::text",
            invitation.id if invitation else None, who.token_id, arrival.slug, arrival.digest,
            arrival.parcel.name, arrival.parcel.sealed(), arrival.parcel.sha256, arrival.parcel.size,
            arrival.note, clock["now"], attempt, arrival.idempotency_key, arrival.request_sha256,
        )  # fmt: skip
        if row is None:  # the same came in twice at once, and the other was first
            known = await _known(connection, who, arrival)
            assert known is not None
            return known
        await queue(connection, row["id"], FIRST)
        made = await one(connection, _RECEIPT + "WHERE s.id = %s", row["id"])
        assert made is not None
        return _receipt(made, is_new=True)


def permit(invitation: Invitation, now: datetime, attempt: int) -> None:
    """Refuses a submission that is too early, too late or beyond the number of attempts.

    Raises:
        NotTaken: the submission is refused.
    """
    opened(invitation, now)
    closes = invitation.closes_at
    if closes is not None and now > closes:
        raise NotTaken(
            f"The deadline was {_told(closes)}, and the submission came at {_told(now)}.", code="too-late",
            remedy="Whoever invited you can give you more time.",
        )  # fmt: skip
    if invitation.attempts is not None and attempt > invitation.attempts:
        raise NotTaken(
            f"You have used all your attempts ({invitation.attempts}).",
            code="no-attempts-left",
            remedy="Your latest submission counts.",
        )


def opened(invitation: Invitation, now: datetime) -> None:
    """Refuses access before the exercise opens, for submissions as well as for reading the task.

    Raises:
        NotTaken: the exercise is not open yet.
    """
    if invitation.opens_at is not None and not invitation.is_open(now):
        raise NotTaken(
            f"This exercise opens at {_told(invitation.opens_at)}.", code="not-open", remedy="Come back then."
        )


async def queue(connection: Connection, submission_id: str, priority: int, digest: str | None = None) -> int:
    """Queues a grading of a submission, by the exercise as it was unless `digest` names another state."""
    row = await one(
        connection,
        "INSERT INTO gradings (submission_id, digest, priority) "
        "SELECT id, coalesce(%s, digest), %s FROM submissions WHERE id = %s RETURNING id",
        digest, priority, submission_id,
    )  # fmt: skip
    assert row is not None
    await connection.execute("SELECT enqueue(%s)", (row["id"],))
    return int(row["id"])


async def place(connection: Connection, grading: int) -> int:
    """The position of a grading in the queue, counting from 1."""
    row = await one(
        connection,
        "SELECT count(*) AS count FROM gradings g, gradings mine WHERE mine.id = %s AND g.state = 'queued' "
        "AND (g.priority > mine.priority OR (g.priority = mine.priority AND g.id <= mine.id))",
        grading,
    )
    return int(row["count"]) if row else 0


async def standing(connection: Connection, submission_id: str, who: Bearer) -> Standing | None:
    """The submission with that id; None if there is none that `who` may see."""
    row = await one(connection, STANDING + "WHERE s.id = %s", submission_id)
    if row is None or not may_see(who, row["invitation_id"]):
        return None
    return Standing(**row)


def may_see(who: Bearer, invitation_id: str | None) -> bool:
    """Whether `who` may see a submission of that invitation: staff all, candidates their own."""
    return who.is_staff or (who.invitation is not None and who.invitation.id == invitation_id)


async def own(connection: Connection, invitation_id: str) -> list[Standing]:
    """All submissions of one invitation, the latest first."""
    found = await rows(
        connection, STANDING + "WHERE s.invitation_id = %s ORDER BY s.received_at DESC", invitation_id
    )
    return [Standing(**row) for row in found]


async def report(connection: Connection, grading: int) -> bytes | None:
    """The encoded report of a finished grading."""
    row = await one(connection, "SELECT report FROM gradings WHERE id = %s", grading)
    return bytes(row["report"]) if row and row["report"] is not None else None


async def parcel(connection: Connection, submission_id: str) -> bytes:
    """The stored bytes of a submission's parcel."""
    row = await one(connection, "SELECT parcel FROM submissions WHERE id = %s", submission_id)
    assert row is not None
    return bytes(row["parcel"])


async def _attempts(connection: Connection, invitation_id: str) -> int:
    row = await one(
        connection, "SELECT count(*) AS count FROM submissions WHERE invitation_id = %s", invitation_id
    )
    return int(row["count"]) if row else 0


async def _let_others(connection: Connection, invitation_id: str) -> None:
    """Refuses a submission while too many of the same invitation wait, so that others get their turn."""
    row = await one(
        connection,
        # What an assessor has graded again waits behind everybody's first time, and is not theirs.
        "SELECT count(*) AS count FROM submissions s JOIN gradings g ON g.submission_id = s.id "
        "WHERE s.invitation_id = %s AND g.state = 'queued' AND s.counted_id IS NULL",
        invitation_id,
    )
    if row and row["count"] >= MOST_WAITING:
        raise NotTaken(
            f"{MOST_WAITING} of your submissions wait to be graded.", code="too-many-waiting",
            remedy="Hand in again once some of them are.",
        )  # fmt: skip


async def _known(connection: Connection, who: Bearer, arrival: Arrival) -> Receipt | None:
    if arrival.idempotency_key is None:
        return None
    row = await one(
        connection, _RECEIPT + "WHERE s.token_id = %s AND s.idempotency_key = %s",
        who.token_id, arrival.idempotency_key,
    )  # fmt: skip
    if row is None:
        return None
    if bytes(row["request_sha256"]) != arrival.request_sha256:
        raise NotTaken(
            "This Idempotency-Key was used for another submission.", code="key-reused",
            remedy="Send a new key with new content.",
        )  # fmt: skip
    return _receipt(row, is_new=False)


def _receipt(row: dict[str, object], *, is_new: bool) -> Receipt:
    kept = {name: value for name, value in row.items() if name != "request_sha256"}
    return Receipt(**kept, is_new=is_new)  # type: ignore[arg-type]


def _told(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
