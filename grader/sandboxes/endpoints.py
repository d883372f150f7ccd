"""Finds the endpoint of a container engine, searching in the same order as the clients of Docker and Podman.

It does not use the SDK, which takes longer to import than an engine takes to answer.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
from dataclasses import dataclass
from typing import Any

# Where Docker's engine listens, unless somebody says otherwise.
USUAL = ("/var/run/docker.sock",)
_ANSWER_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An engine's address in the form of `DOCKER_HOST`, and what named it."""

    host: str
    named_by: str = ""  # empty where it is one of the usual places
    context: str = ""  # the Docker context whose certificates are for it

    def __str__(self) -> str:
        return f"{self.host} ({self.named_by})" if self.named_by else self.host


@dataclass(frozen=True, slots=True)
class Search:
    """The result of a search for an engine: its endpoint, or the reason why there is none."""

    endpoint: Endpoint | None
    reason: str = ""  # the end of a sentence about the engine; it names what was tried


def search() -> Search:
    """Searches for an engine: what `DOCKER_HOST` or a Docker context names, else the usual places."""
    try:
        named = _named()
    except LookupError as exc:
        return Search(None, str(exc))
    tried = [named] if named else list(_usual())
    refused = []
    for endpoint in tried:
        try:
            attempt(endpoint.host)
        except PermissionError:
            refused.append(endpoint)
        except OSError:
            continue
        else:
            return Search(endpoint)
    if refused:
        return Search(None, f"this user may not use the engine's socket, {refused[0]}")
    return Search(None, f"no engine answers at {', '.join(map(str, tried))}")


def _named() -> Endpoint | None:
    """The endpoint that the environment or Docker's configuration names; None if neither does.

    Raises:
        LookupError: it names a Docker context that does not exist.
    """
    host = os.environ.get("DOCKER_HOST")
    if host:
        return Endpoint(host, "DOCKER_HOST")
    folder = os.environ.get("DOCKER_CONFIG") or os.path.expanduser("~/.docker")
    name = os.environ.get("DOCKER_CONTEXT")
    named_by = f"Docker's context {name!r}, by DOCKER_CONTEXT"
    if not name:
        name = _document(f"{folder}/config.json").get("currentContext")
        named_by = f"Docker's context {name!r}"
    if name and name != "default":
        kept = hashlib.sha256(str(name).encode()).hexdigest()
        endpoints = _document(f"{folder}/contexts/meta/{kept}/meta.json").get("Endpoints")
        if not isinstance(endpoints, dict) or not endpoints.get("docker", {}).get("Host"):
            raise LookupError(f"there is no Docker context {str(name)!r} in {folder}")
        return Endpoint(str(endpoints["docker"]["Host"]), named_by, str(name))
    host = os.environ.get("CONTAINER_HOST")  # what Podman's clients heed
    return Endpoint(host, "CONTAINER_HOST") if host else None


def _usual() -> list[Endpoint]:
    """The usual endpoints: sockets of Docker (root, rootless, Desktop), then of Podman."""
    home, runtime = os.path.expanduser("~"), os.environ.get("XDG_RUNTIME_DIR")
    places = [*USUAL, f"{runtime}/docker.sock" if runtime else "", f"{home}/.docker/run/docker.sock"]
    places += [f"{runtime}/podman/podman.sock" if runtime else "", "/run/podman/podman.sock"]
    return [Endpoint(f"unix://{place}") for place in places if place]


def attempt(host: str) -> None:
    """Tries to connect to a local socket `host`; accepts a remote address without trying.

    Raises:
        OSError: nobody listens there, or not for us.
    """
    if host.startswith("unix://"):
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(_ANSWER_SECONDS)
            probe.connect(host.removeprefix("unix://"))


def _document(path: str) -> dict[str, Any]:
    """The JSON object in a file; empty if there is none."""
    try:
        with open(path, "rb") as file:
            document = json.load(file)
    except (OSError, ValueError):
        return {}
    return document if isinstance(document, dict) else {}
