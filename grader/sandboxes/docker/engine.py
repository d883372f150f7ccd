"""The connection to a container engine: Docker's or Podman's, here or elsewhere, also through ssh."""

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
from docker.utils import kwargs_from_env

from ...errors import InfrastructureError
from ...machine.paths import shipped
from ...text import printable
from .. import policy
from ..base import Launch
from ..endpoints import Endpoint, attempt, search
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
    """An engine that answered."""

    client: docker.DockerClient
    endpoint: Endpoint
    is_podman: bool

    @property
    def seccomp_option(self) -> str:
        """Our seccomp profile as the engine takes it: Docker the text, Podman a path to it there."""
        path = shipped("sandbox") / "seccomp.json"
        return f"seccomp={path if self.is_podman else path.read_text('utf-8')}"

    def tmpfs(self, launch: Launch) -> dict[str, str]:
        """What lies in memory, and its options."""
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
        """What of the host is shown inside: devices, where a rootless Podman may make none."""
        path = self.endpoint.host.removeprefix("unix://")
        is_rootless = self.is_podman and os.path.isabs(path) and os.stat(path).st_uid != 0
        return devices.binds() if is_rootless else []

    @property
    def more_ulimits(self) -> list[Ulimit]:
        """What Podman must be told: else it asks for as many processes as the kernel knows of, and may not.

        That limit counts those of all sandboxes; what holds for one is that of the control group.
        """
        most = _ALL_PROCESSES
        return [Ulimit(name="nproc", soft=most, hard=most)] if self.is_podman else []

    @property
    def name(self) -> str:
        """What people call it."""
        return "Podman" if self.is_podman else "Docker"


def connect() -> Engine:
    """The engine that the environment names or that listens at one of the usual places.

    Raises:
        InfrastructureError: none does.
    """
    found = search()
    if found.endpoint is None:
        raise unusable(found.reason)
    endpoint = found.endpoint
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
    """How the engine presents itself; asked for by a ping, since Podman takes seconds to say its version."""
    asking = docker.APIClient(**settings, version=_ANY_VERSION, timeout=_REQUEST_SECONDS)
    try:
        _trust_nothing(asking)
        answer = asking.get(f"{asking.base_url}/_ping", timeout=_REQUEST_SECONDS)
        answer.raise_for_status()
        return answer.headers
    finally:
        asking.close()


def _trust_nothing(api: docker.APIClient) -> None:
    """Else each request looks for proxies and passwords in the environment and in the home folder."""
    if api.base_url.startswith("http+docker:"):  # a socket of this machine
        api.trust_env = False


def _settings(endpoint: Endpoint) -> dict[str, Any]:
    """Address and certificates, as the SDK wants them."""
    if endpoint.host.startswith("ssh://"):
        return {"base_url": f"unix://{_tunnel(endpoint)}"}
    if endpoint.context:
        context = Context.load_context(endpoint.context)
        return {"base_url": endpoint.host, "tls": context.TLSConfig if context else None}
    # `tls`, if it is asked for, and not where a context or a usual place was found instead.
    from_environment = kwargs_from_env() if endpoint.named_by == "DOCKER_HOST" else {}
    return {**from_environment, "base_url": endpoint.host}


def _tunnel(endpoint: Endpoint) -> str:
    """A socket here that leads to the engine's on the machine that `endpoint` names, until this process ends.

    ssh runs there what ends with its input, so that it ends with us however we end. The SDK would need
    paramiko, and would not hand out a socket that the judge can be given.

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
    """The error where no engine can be had; `reason` ends a sentence about it."""
    return InfrastructureError(
        f"Docker cannot be used: {reason}.",
        code="no-docker",
        remedy="Mend that, or use --sandbox bubblewrap.",
    )


def unreachable(exc: Exception, endpoint: Endpoint) -> InfrastructureError:
    """The error where an engine was found and does not answer a request."""
    return InfrastructureError(
        f"The engine at {endpoint} does not answer ({short(exc)}).",
        code="no-docker",
        remedy="Start it, or use --sandbox bubblewrap.",
    )


def short(exc: BaseException) -> str:
    """Why a request failed, in one line: what the engine says, else the operating system."""
    explanation = getattr(exc, "explanation", None)
    system = next((one for one in _causes(exc) if isinstance(one, OSError) and one.strerror), None)
    text = str(explanation or (system.strerror if system else "") or exc).strip()
    return text.splitlines()[0][:200] if text else type(exc).__name__


def _causes(exc: BaseException) -> Iterator[BaseException]:
    """An exception and those behind it, which the SDK and its libraries wrap in one another."""
    seen: list[BaseException] = []
    waiting: list[object] = [exc]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, BaseException) and one not in seen:
            seen.append(one)
            yield one
            waiting += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
