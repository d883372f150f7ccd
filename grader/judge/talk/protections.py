"""What the worker says protects the host, held against what must be so before a file is loaded."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...report import Keeper
from ...sandboxes.base import BOUNDS, WALLS
from ...wire.messages import Ready
from .conversation import Conversation, SandboxLost


@dataclass(frozen=True, slots=True)
class Readiness:
    """What is known of a sandbox before anything is loaded in it; with gaps nothing may be."""

    python: str
    protections: dict[str, Keeper]
    gaps: list[str]


def met(candidate: Conversation, walls: Iterable[str]) -> Readiness:
    """Waits for the worker, and holds what it says against the walls that must stand.

    Raises:
        SandboxLost: it does not answer, or not as it must.
    """
    ready = candidate.wait_until_ready()
    held = protections(ready)
    return Readiness(ready.python, held, missing(held, walls))


def protections(ready: Ready) -> dict[str, Keeper]:
    """By name what keeps each.

    Raises:
        SandboxLost: it is not an account of exactly the protections that there are.
    """
    said = ready.protections
    if set(said) != {*WALLS, *BOUNDS} or any(type(keeper) is not str for keeper in said.values()):
        raise SandboxLost("the worker gives no account of its protections")
    try:
        return {name: Keeper(keeper) for name, keeper in said.items()}
    except ValueError:
        raise SandboxLost("the worker names a protection's keeper that is none") from None


def missing(held: dict[str, Keeper], demanded: Iterable[str]) -> list[str]:
    """Those of `demanded` that the kernel does not keep."""
    return [name for name in demanded if held[name] is not Keeper.KERNEL]
