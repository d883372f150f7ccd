"""The outbox table: messages to webhooks, leased for sending, and postponed if delivery fails."""

from __future__ import annotations

from dataclasses import dataclass

from .connected import Connection, one

# About a day in all: 5 seconds, then each time three times as long, at most 6 hours.
MOST_TRIES = 12
_FIRST_SECONDS, _MOST_SECONDS = 5.0, 21_600.0


@dataclass(frozen=True, slots=True)
class Message:
    """One message to one webhook."""

    id: int
    webhook_id: str
    url: str
    secret: str
    event: str
    body: str
    tries: int


async def due(connection: Connection, busy: list[str], seconds: float) -> Message | None:
    """Takes the next due message for a webhook not in `busy`; nobody else gets it for `seconds`."""
    row = await one(
        connection,
        "UPDATE outbox o SET due_at = clock_timestamp() + make_interval(secs => %s), tries = o.tries + 1 "
        "FROM webhooks w WHERE w.id = o.webhook_id AND o.id IN ("
        "  SELECT id FROM outbox WHERE delivered_at IS NULL AND due_at <= clock_timestamp() AND tries < %s"
        "  AND webhook_id <> ALL (%s::uuid[]) ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)"
        "RETURNING o.id, o.webhook_id::text, w.url, w.secret, o.event, o.body, o.tries",
        seconds, MOST_TRIES, busy,
    )  # fmt: skip
    return Message(**row) if row else None


async def delivered(connection: Connection, message: Message) -> None:
    """Marks the message as delivered."""
    await connection.execute(
        "UPDATE outbox SET delivered_at = clock_timestamp(), trouble = NULL WHERE id = %s", (message.id,)
    )


async def put_off(connection: Connection, message: Message, trouble: str) -> None:
    """Marks the delivery as failed and schedules the next try."""
    await connection.execute(
        "UPDATE outbox SET due_at = clock_timestamp() + make_interval(secs => %s), trouble = %s "
        "WHERE id = %s",
        (pause_after(message.tries), trouble, message.id),
    )


def pause_after(tries: int) -> float:
    """For how many seconds a message rests after so many tries."""
    return min(_MOST_SECONDS, _FIRST_SECONDS * 3.0 ** (tries - 1))
