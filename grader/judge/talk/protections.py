"""Compares the protections that the worker reports with those required before a file may be loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...errors import not_closed
from ...report import Keeper
from ...sandboxes.base import BOUNDS, WALLS
from ...wire.messages import Ready
from .conversation import Conversation
from .trouble import SandboxLost


@dataclass(frozen=True, slots=True)
class Readiness:
    """The worker's report on its sandbox; if there are `gaps`, nothing may be loaded."""

    python: str
    protections: dict[str, Keeper]
    gaps: list[str]
    loop_seconds: float = 0.0  # what the fixed loop takes there; 0 where it was not measured


def met(conversation: Conversation, walls: Iterable[str]) -> Readiness:
    """Waits for the worker, and finds which of the demanded `walls` are missing.

    Raises:
        SandboxLost: it does not answer, or not as it must.
    """
    ready = conversation.wait_until_ready()
    keepers = protections(ready)
    return Readiness(ready.python, keepers, missing(keepers, walls), ready.loop_seconds)


def met_closed(conversation: Conversation, walls: Iterable[str]) -> Readiness:
    """Does what `met` does, but raises an error if any of the `walls` is missing.

    Raises:
        SandboxLost: as `met` does.
        InfrastructureError: one of them does not stand.
    """
    readiness = met(conversation, walls)
    if readiness.gaps:
        raise not_closed(WALLS[name] for name in readiness.gaps)
    return readiness


def protections(ready: Ready) -> dict[str, Keeper]:
    """The keeper of each protection, by the protection's name.

    Raises:
        SandboxLost: it is not an account of exactly the protections that there are.
    """
    claims = ready.protections
    if set(claims) != {*WALLS, *BOUNDS} or any(type(keeper) is not str for keeper in claims.values()):
        raise SandboxLost("the worker gives no account of its protections")
    try:
        return {name: Keeper(keeper) for name, keeper in claims.items()}
    except ValueError:
        raise SandboxLost("the worker names an unknown keeper of a protection") from None


def missing(keepers: dict[str, Keeper], demanded: Iterable[str]) -> list[str]:
    """The demanded protections that are not enforced by the kernel."""
    return [name for name in demanded if keepers[name] is not Keeper.KERNEL]
