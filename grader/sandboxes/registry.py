"""Chooses a sandbox by its name; `auto` takes Docker if an engine answers."""

from __future__ import annotations

import contextlib
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import InfrastructureError, UsageError
from ..report import Announce, unheard
from .base import SandboxProvider
from .endpoints import search

if TYPE_CHECKING:
    from ..exercises.environment import Environment

NAMES = ("auto", "docker", "bubblewrap")


def choose(
    name: str,
    runtime: str | None = None,
    environment: Environment | None = None,
    announce: Announce = unheard,
) -> SandboxProvider:
    """The sandbox called `name`; `auto` takes Docker if an engine answers.

    If `environment` asks for an interpreter, `auto` takes the sandbox that has it. If an engine has no image
    and cannot get one, `auto` falls back to bubblewrap, and announces it.

    Raises:
        UsageError: there is none of that name, or a runtime is named for one that has none.
        InfrastructureError: it cannot be had here.
    """
    if name not in NAMES:
        raise UsageError(
            f"There is no sandbox {name!r}.", code="unknown-sandbox", remedy=f"There are: {', '.join(NAMES)}."
        )
    if name == "auto":
        name = "docker" if runtime or not why_no_engine() else "bubblewrap"
        if environment is not None and not runtime:
            name = _fitting(name, environment)
        if name == "docker" and not runtime:
            return _docker_or_bubblewrap(environment, announce)
    if name == "docker":
        from .docker.docker import Docker

        return Docker(runtime)
    if runtime:
        raise UsageError(
            "--runtime is for Docker only.", code="runtime-without-docker", remedy="Leave it out."
        )
    if sys.platform != "linux":
        raise InfrastructureError(
            "bubblewrap is for Linux.",
            code="no-bubblewrap",
            remedy="Start an engine, such as Docker Desktop, and use --sandbox docker; on Windows use WSL.",
        )
    from .bubblewrap.alone import Bubblewrap

    return Bubblewrap()


def _docker_or_bubblewrap(environment: Environment | None, announce: Announce) -> SandboxProvider:
    """Docker with its image, or bubblewrap if Docker is unavailable and not required."""
    from .docker.docker import Docker

    sandbox = Docker()
    try:
        sandbox.prepare(announce, environment)
    except InfrastructureError:
        only_docker = environment is not None and environment.needs_docker
        if only_docker or sys.platform != "linux" or not shutil.which("bwrap"):
            raise
        announce("no image for Docker can be had, so this runs in bubblewrap; `grade setup` says why")
        return choose("bubblewrap")
    return sandbox


def _fitting(name: str, environment: Environment) -> str:
    """The name of the sandbox that satisfies `environment`; `name` itself if both do, or neither."""
    if environment.needs_docker:
        return "docker"
    if name == "docker" and environment.python:
        from .docker.docker import Docker

        try:
            version = Docker().python(environment, unheard)
        except InfrastructureError:
            version = None
        return "docker" if version is not None and environment.fits(version) else "bubblewrap"
    return name


@contextlib.contextmanager
def for_many(
    name: str,
    runtime: str | None = None,
    environment: Environment | None = None,
    announce: Announce = unheard,
) -> Iterator[SandboxProvider]:
    """The sandbox called `name` in a form for many submissions, which share what starts slowly.

    Raises:
        UsageError, InfrastructureError: as `choose` does.
    """
    provider = choose(name, runtime, environment, announce)
    if provider.describe().kind != "bubblewrap":
        yield provider
        return
    from .bubblewrap.forked import ForkedBubblewraps

    with contextlib.closing(ForkedBubblewraps()) as forked:
        yield forked


def why_no_engine() -> str:
    """The reason why no engine can be used; empty if one listens at its socket or is remote."""
    return search().reason
