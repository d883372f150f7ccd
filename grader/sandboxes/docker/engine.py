"""The connection to a container engine: Docker or Podman, local, remote, or through ssh."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import docker
import docker.errors
import requests.exceptions
from docker.context import Context
from docker.types import Ulimit
from docker.utils import kwargs_from_env, parse_host

from ...errors import InfrastructureError
from ...machine.paths import shipped
from ...text import printable
from .. import policy
from ..base import Launch
from ..endpoints import USUAL, Endpoint, attempt, search
from . import devices

TROUBLE = (docker.errors.DockerException, requests.exceptions.RequestException, OSError)
# An engine that takes longer than this for one request is not coming back.
_REQUEST_SECONDS = 60
_TUNNEL_SECONDS = 30
# What every engine understands that is asked which versions it knows.
_ANY_VERSION = "1.40"
# Far above what all sandboxes of a machine have together.
_ALL_PROCESSES = 8192
_REMOTE_SOCKET = "/var/run/docker.sock"
# The folder with the socket goes when ssh ends, which is when we do.
_SSH = 'ssh "$@"; rm -rf "$0"'
_TUNNELS: list[subprocess.Popen[bytes]] = []  # whose input stays open


@dataclass(frozen=True, slots=True)
class Engine:
    """A container engine that has answered."""

    client: docker.DockerClient
    endpoint: Endpoint
    is_podman: bool

    @property
    def seccomp_option(self) -> str:
        """The option with our seccomp profile: its text for Docker, its path for Podman."""
        path = shipped("sandbox") / "seccomp.json"
        return f"seccomp={path if self.is_podman else path.read_text('utf-8')}"

    def tmpfs(self, launch: Launch) -> dict[str, str]:
        """The in-memory file systems to mount, with their options."""
        scratch = f"size={launch.scratch_bytes},mode=1777,noexec,nosuid,nodev"
        # The engine's own /dev/mqueue could be written, and what lies there would outlive a test.
        if not self.is_podman:
            return {"/tmp": f"{scratch},nr_inodes={policy.SCRATCH_FILES}", "/dev/mqueue": "ro,size=4k"}
        # Podman knows no bound of the number of files; each counts as memory of the container. Over a root
        # that cannot be written it would lay folders that can, and copy into them what the image has there.
        empty = "ro,size=4k,notmpcopyup"
        return {"/tmp": scratch, "/dev/mqueue": empty, "/run": empty, "/var/tmp": empty}

    @property
    def binds(self) -> list[str]:
        """The host's devices to mount, for a rootless Podman, which cannot create device nodes."""
        path = self.endpoint.host.removeprefix("unix://")
        is_rootless = self.is_podman and os.path.isabs(path) and os.stat(path).st_uid != 0
        return devices.binds() if is_rootless else []

    @property
    def more_ulimits(self) -> list[Ulimit]:
        """An explicit process limit for Podman, whose default exceeds what it may set.

        This limit counts the processes of all sandboxes; the limit of one is its control group's.
        """
        most = _ALL_PROCESSES
        return [Ulimit(name="nproc", soft=most, hard=most)] if self.is_podman else []

    @property
    def name(self) -> str:
        """The engine's name for people."""
        return "Podman" if self.is_podman else "Docker"


def connect() -> Engine:
    """Connects to the engine that the environment names, or that listens at a usual place.

    Raises:
        InfrastructureError: no engine can be used.
    """
    found = search()
    if found.endpoint is None:
        raise unusable(found.reason)
    endpoint = found.endpoint
    try:
        parse_host(endpoint.host)
    except docker.errors.DockerException as exc:
        raise unusable(f"{endpoint} is no address of an engine, such as unix://{USUAL[0]}") from exc
    try:
        settings = _settings(endpoint)
        headers = _headers(settings)
        client = docker.DockerClient(
            **settings, version=headers.get("Api-Version", "auto"), timeout=_REQUEST_SECONDS
        )
    except TROUBLE as exc:
        raise unreachable(exc, endpoint) from exc
    _trust_nothing(client.api)
    return Engine(client, endpoint, headers.get("Server", "").startswith("Libpod"))


def _headers(settings: dict[str, Any]) -> Any:
    """The headers of the engine's answer to a ping, which tell its kind faster than its version."""
    asking = docker.APIClient(**settings, version=_ANY_VERSION, timeout=_REQUEST_SECONDS)
    try:
        _trust_nothing(asking)
        answer = asking.get(f"{asking.base_url}/_ping", timeout=_REQUEST_SECONDS)
        answer.raise_for_status()
        return answer.headers
    finally:
        asking.close()


def _trust_nothing(api: docker.APIClient) -> None:
    """Stops requests to a local socket from looking for proxies and passwords."""
    if api.base_url.startswith("http+docker:"):  # a socket of this machine
        api.trust_env = False


def _settings(endpoint: Endpoint) -> dict[str, Any]:
    """The address and certificates in the form that the SDK takes."""
    if endpoint.host.startswith("ssh://"):
        return {"base_url": f"unix://{_tunnel(endpoint)}"}
    if endpoint.context:
        context = Context.load_context(endpoint.context)
        return {"base_url": endpoint.host, "tls": context.TLSConfig if context else None}
    # `tls`, if it is asked for, and not where a context or a usual place was found instead.
    from_environment = kwargs_from_env() if endpoint.named_by == "DOCKER_HOST" else {}
    return {**from_environment, "base_url": endpoint.host}


def _tunnel(endpoint: Endpoint) -> str:
    """Opens an ssh tunnel to the engine that `endpoint` names; returns the path of a local socket.

    The command that ssh runs there ends with its input, so it ends with us, however we end. The SDK's own
    support needs paramiko, and provides no socket that could be passed to the judge.

    Raises:
        InfrastructureError: ssh cannot reach it.
    """
    address = urlsplit(endpoint.host)
    folder = tempfile.mkdtemp(prefix="grade-ssh-")
    here = os.path.join(folder, "engine.sock")
    remote = address.path if address.path not in ("", "/") else _REMOTE_SOCKET
    argv = ["-T", "-o", "BatchMode=yes", "-o", "ExitOnForwardFailure=yes", "-L", f"{here}:{remote}"]
    argv += ["-p", str(address.port)] if address.port else []
    argv += ["-l", address.username] if address.username else []
    with open(os.path.join(folder, "said"), "w+", encoding="utf-8", errors="replace") as said:
        process = subprocess.Popen(
            ["/bin/sh", "-c", _SSH, folder, *argv, "--", address.hostname or "", "cat"],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said, start_new_session=True,
        )  # fmt: skip
        deadline = time.monotonic() + _TUNNEL_SECONDS
        while not _listens(here):
            if process.poll() is not None or time.monotonic() > deadline:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGTERM)
                process.communicate()
                said.seek(0)
                lines = said.read().strip().splitlines()
                why = printable(lines[-1].rstrip("."), 200) if lines else "it says nothing"
                raise unusable(f"ssh does not reach {endpoint} ({why})")
            time.sleep(0.02)
    _TUNNELS.append(process)
    return here


def _listens(path: str) -> bool:
    try:
        attempt(f"unix://{path}")
    except OSError:
        return False
    return True


def unusable(reason: str) -> InfrastructureError:
    """The error for when no engine can be used; `reason` ends a sentence about it."""
    return InfrastructureError(
        f"Docker cannot be used: {reason}.",
        code="no-docker",
        remedy="Mend that, or use --sandbox bubblewrap.",
    )


def unreachable(exc: Exception, endpoint: Endpoint) -> InfrastructureError:
    """The error for an engine that was found but does not answer a request."""
    return InfrastructureError(
        f"The engine at {endpoint} does not answer ({short(exc)}).",
        code="no-docker",
        remedy="Start it, or use --sandbox bubblewrap.",
    )


def short(exc: BaseException) -> str:
    """The reason why a request failed, in one line: the engine's words, else the operating system's."""
    explanation = getattr(exc, "explanation", None)
    system = next((one for one in _causes(exc) if isinstance(one, OSError) and one.strerror), None)
    text = str(explanation or (system.strerror if system else "") or exc).strip()
    return text.splitlines()[0][:200] if text else type(exc).__name__


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """Yields an exception and the causes that the SDK and its libraries wrapped in it."""
    seen: list[BaseException] = []
    waiting: list[object] = [exc]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            yield one
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
