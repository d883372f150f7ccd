"""The queries of a runner: claim a grading with a lease, renew it, store the result."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.types.json import Jsonb

from ..text import printable
from .connected import Connections, one

# How long a runner may be silent before its work is given to another: longer than a database restarts.
LEASE_SECONDS = 30.0
# After so many attempts that came to nothing through no fault of the submission's a person must look.
MOST_TRIES = 3
ROLE = "grade_runner"


@dataclass(frozen=True, slots=True)
class Claim:
    """A grading that this runner holds until somebody else gets a later lease."""

    grading: int
    lease: int
    digest: str
    slug: str
    parcel: bytes
    submission: str
    tries: int


@dataclass(frozen=True, slots=True)
class GradingResult:
    """The result of a grading: the encoded report, and the fields that queries need beside it."""

    report: bytes
    points: float | None
    max_points: float | None
    owner: str | None
    problem: str | None
    seconds: float


class Work:
    """All that the runner called `name` reads and writes in the database."""

    def __init__(self, pool: Connections, name: str, lease_seconds: float = LEASE_SECONDS) -> None:
        self._pool, self._name, self.lease_seconds = pool, name, lease_seconds

    async def claim(self, grading: int) -> Claim | None:
        """Claims a queued grading; returns None if it is not queued, or no longer."""
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT * FROM runner_claim(%s, %s, %s)", grading, self._name, self.lease_seconds
            )
        if row is None:
            return None
        return Claim(
            grading, row["lease"], row["digest"], row["slug"], bytes(row["parcel"]),
            str(row["submission_id"]), row["tries"],
        )  # fmt: skip

    async def keep(self, claim: Claim) -> bool:
        """Renews the lease; returns False if it is lost."""
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT runner_keep(%s, %s, %s) AS ok",
                claim.grading, claim.lease, self.lease_seconds,
            )  # fmt: skip
        return bool(row and row["ok"])

    async def finish(self, claim: Claim, outcome: GradingResult) -> bool:
        """Stores the result if the lease is still valid; returns whether it was."""
        found = {
            "points": outcome.points, "max_points": outcome.max_points, "owner": outcome.owner,
            "problem": _sentence(outcome.problem), "seconds": outcome.seconds,
        }  # fmt: skip
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT runner_finish(%s, %s, %s, %s) AS ok",
                claim.grading, claim.lease, Jsonb(found), outcome.report,
            )  # fmt: skip
        return bool(row and row["ok"])

    async def give_back(self, claim: Claim, why: str, report: bytes | None) -> str | None:
        """Queues the grading again, or gives it up after too many tries; returns its new state."""
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT runner_give_back(%s, %s, %s, %s, %s) AS state",
                claim.grading, claim.lease, _sentence(why), MOST_TRIES, report,
            )  # fmt: skip
        return row["state"] if row else None

    async def bundle(self, digest: str) -> bytes | None:
        """The exercise bundle with that digest."""
        async with self._pool.connection() as connection:
            row = await one(connection, "SELECT runner_bundle(%s) AS content", digest)
        return bytes(row["content"]) if row and row["content"] is not None else None

    async def seen(self, sandbox: str, jobs: int) -> None:
        """Records that this runner is alive."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT runner_seen(%s, %s, %s)", (self._name, sandbox, jobs))

    async def left(self) -> None:
        """Records that this runner has ended."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT runner_left(%s)", (self._name,))

    async def kit(self, digest: str, made: bytes | None, why: str | None) -> None:
        """Stores the kit of an exercise, or the reason why it cannot be made."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT runner_kit(%s, %s, %s)", (digest, made, _sentence(why)))


def _sentence(text: str | None) -> str | None:
    """The text as a database and a page can hold it, neither with every character nor of any length."""
    return None if text is None else printable(text, 1000)
