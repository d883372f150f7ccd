"""The table of exercises: bundles by digest, and which bundle each name currently means."""

from __future__ import annotations

from dataclasses import dataclass

from ..exercises.exercise import Exercise
from ..records.bundle import Bundle, packed
from .connected import Connection, one, rows


@dataclass(frozen=True, slots=True)
class Listed:
    """An exercise as lists show it."""

    slug: str
    digest: str
    title: str
    version: str
    summary: str
    most_bytes: int


_LISTED = """
SELECT e.slug, e.digest, b.title, b.version, b.summary, b.most_bytes
FROM exercises e JOIN bundles b USING (digest)
"""


async def put(connection: Connection, exercise: Exercise) -> str:
    """Stores the exercise, to which its name refers from now on; returns the digest."""
    return await put_bundle(connection, packed(exercise), exercise)


async def put_unknown(connection: Connection, exercise: Exercise) -> None:
    """Stores the exercise unless it was stored before: what an author has put in its place stays."""
    bundle = packed(exercise)
    known = await one(
        connection, "SELECT 1 FROM bundles b, exercises e WHERE b.digest = %s AND e.slug = %s",
        bundle.digest, bundle.slug,
    )  # fmt: skip
    if known is None:
        await put_bundle(connection, bundle, exercise)


async def put_bundle(connection: Connection, bundle: Bundle, exercise: Exercise) -> str:
    """Stores a bundle, from which `exercise` was read, and makes the name refer to it."""
    demands = exercise.demands
    most = demands.most_bytes if demands.of_several else exercise.limits.source_bytes
    async with connection.transaction():
        await connection.execute(
            "INSERT INTO bundles (digest, slug, title, version, summary, most_bytes, content) "
            "VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (bundle.digest, bundle.slug, exercise.title, exercise.version, exercise.summary, most,
             bundle.content),
        )  # fmt: skip
        await connection.execute(
            "INSERT INTO exercises (slug, digest) VALUES (%s, %s) "
            "ON CONFLICT (slug) DO UPDATE SET digest = EXCLUDED.digest, changed_at = now() "
            "WHERE exercises.digest <> EXCLUDED.digest",
            (bundle.slug, bundle.digest),
        )
    return bundle.digest


async def listed(connection: Connection) -> list[Listed]:
    """All exercises, sorted by name."""
    return [Listed(**row) for row in await rows(connection, _LISTED + "ORDER BY e.slug")]


async def named(connection: Connection, slug: str) -> Listed | None:
    """The exercise with that name; None if there is none."""
    row = await one(connection, _LISTED + "WHERE e.slug = %s", slug)
    return Listed(**row) if row else None


async def bundle(connection: Connection, digest: str) -> Bundle | None:
    """The bundle with that digest; None if there is none."""
    row = await one(connection, "SELECT slug, content FROM bundles WHERE digest = %s", digest)
    return Bundle(row["slug"], bytes(row["content"])) if row else None


async def want_kit(connection: Connection, digest: str) -> None:
    """Asks the runners to make the kit of the bundle with that digest, unless made or requested already."""
    await connection.execute("SELECT want_kit(%s)", (digest,))


async def kit(connection: Connection, digest: str) -> tuple[bytes | None, str | None]:
    """The kit of a bundle, and the reason why it cannot be made; each is None if there is none yet."""
    row = await one(connection, "SELECT kit, kit_problem FROM bundles WHERE digest = %s", digest)
    if row is None:
        return None, None
    return (bytes(row["kit"]) if row["kit"] is not None else None), row["kit_problem"]
