"""The rows that a runner reads and writes: a claim with a lease, and the end of a grading."""

from __future__ import annotations

from dataclasses import dataclass

from psycopg.types.json import Jsonb

from .connected import Connections, one

# How long a runner may be silent before its work is given to another: longer than a database restarts.
LEASE_SECONDS = 30.0
# After so many attempts that came to nothing through no fault of the submission's a person must look.
MOST_TRIES = 3
ROLE = "grade_runner"


@dataclass(frozen=True, slots=True)
class Claim:
    """One grading that is ours as long as nobody has a later lease."""

    grading: int
    lease: int
    digest: str
    slug: str
    parcel: bytes
    submission: str
    tries: int


@dataclass(frozen=True, slots=True)
class GradingResult:
    """What a grading came to: the whole report, encoded, and what of it is looked up without reading that."""

    report: bytes
    points: float | None
    max_points: float | None
    owner: str | None
    problem: str | None
    seconds: float


class Work:
    """The doors of a runner called `name`."""

    def __init__(self, pool: Connections, name: str, lease_seconds: float = LEASE_SECONDS) -> None:
        self._pool, self._name, self.lease_seconds = pool, name, lease_seconds

    async def claim(self, grading: int) -> Claim | None:
        """Takes a grading that is queued; None where it is not, or not any more."""
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
        """Prolongs the lease; false where it is lost."""
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT runner_keep(%s, %s, %s) AS ok",
                claim.grading, claim.lease, self.lease_seconds,
            )  # fmt: skip
        return bool(row and row["ok"])

    async def finish(self, claim: Claim, outcome: GradingResult) -> bool:
        """Writes the result, if the lease is still ours."""
        found = {
            "points": outcome.points, "max_points": outcome.max_points, "owner": outcome.owner,
            "problem": outcome.problem, "seconds": outcome.seconds,
        }  # fmt: skip
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT runner_finish(%s, %s, %s, %s) AS ok",
                claim.grading, claim.lease, Jsonb(found), outcome.report,
            )  # fmt: skip
        return bool(row and row["ok"])

    async def give_back(self, claim: Claim, why: str, report: bytes | None) -> str | None:
        """Queues the grading again, or lets it rest after too many tries; gives its new state."""
        async with self._pool.connection() as connection:
            row = await one(
                connection, "SELECT runner_give_back(%s, %s, %s, %s, %s) AS state",
                claim.grading, claim.lease, why, MOST_TRIES, report,
            )  # fmt: skip
        return row["state"] if row else None

    async def bundle(self, digest: str) -> bytes | None:
        """The exercise with that digest."""
        async with self._pool.connection() as connection:
            row = await one(connection, "SELECT runner_bundle(%s) AS content", digest)
        return bytes(row["content"]) if row and row["content"] is not None else None

    async def seen(self, sandbox: str, jobs: int) -> None:
        """Says that this runner is there."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT runner_seen(%s, %s, %s)", (self._name, sandbox, jobs))

    async def left(self) -> None:
        """Says that this runner is there no more."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT runner_left(%s)", (self._name,))

    async def kit(self, digest: str, made: bytes | None, why: str | None) -> None:
        """Writes the kit of an exercise, or why there can be none."""
        async with self._pool.connection() as connection:
            await connection.execute("SELECT runner_kit(%s, %s, %s)", (digest, made, why))
