"""The Docker sandbox: one container for each submission, driven through the Docker SDK."""

from __future__ import annotations

import contextlib
import os
import socket
import threading
from typing import TYPE_CHECKING, Any

import docker
import docker.errors
from docker.types import LogConfig, Ulimit

from ...environments import image, layer
from ...errors import InfrastructureError
from ...report import Announce
from .. import policy
from ..base import (
    WALLS,
    Description,
    Ending,
    Framing,
    Launch,
    Sandbox,
    SandboxEnd,
)
from ..sweeps import Sweeps
from .engine import TROUBLE, Engine, connect, short, unreachable

if TYPE_CHECKING:
    from ...exercises.environment import Environment, Version

_COMMAND = ("python3", *policy.PYTHON_OPTIONS, policy.START)
_USER = f"{policy.USER}:{policy.USER}"
_OWNER_LABEL = f"{image.LABEL}.owner"
_KILLED = 137
# The worker ends with 0 when its input does, which nothing inside can bring about; with 255 the engine marks
# what ended while it did not run itself.
_CUT_OFF = (0, 255)
# The engine closes the stream a moment before it notes that the container has ended.
_END_SECONDS = 10
# The worker leaves at once when its stream ends, unless it was stopped, or the machine stands still.
_LEAVE_SECONDS = 2
# The runtimes whose containers talk to the host's kernel; None is the engine's default.
_HOST_KERNEL = (None, "runc", "crun")


class Docker:
    """Runs the worker in containers of the engine that the environment names."""

    def __init__(self, runtime: str | None = None) -> None:
        self._runtime = runtime
        self._names: dict[Environment | None, str] = {}  # of images; to make one reads all of ours
        self._digests: dict[str, str] = {}  # of images that were looked up, by their names
        self._pythons: dict[str, Version] = {}
        self._sweeps = Sweeps()
        self.engine = connect()
        self._client = self.engine.client

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        """Builds the image for `environment` if it is not there yet."""
        name = self._image(environment)
        try:
            self._digests[name] = str(self._client.images.get(name).id)
        except docker.errors.ImageNotFound:
            layer.build(self._client, progress, environment)
        except TROUBLE as exc:
            raise unreachable(exc, self.engine.endpoint) from exc

    def python(self, environment: Environment | None, progress: Announce) -> Version | None:
        """The Python version in the image for `environment`; None if that would need a pull."""
        return layer.python(self._client, progress, environment)

    def open(self, launch: Launch) -> Sandbox:
        """Creates a container, attaches to it and starts it."""
        api = self._client.api
        sandbox = None
        name = self._image(launch.environment)
        digest = self._digests.get(name)
        try:
            self._check(launch.environment, name)
            identifier = api.create_container(
                digest or name, list(_COMMAND), entrypoint=[], stdin_open=True,
                user=_USER, environment=launch.variables, hostname=policy.HOST_NAME, working_dir="/tmp",
                # Besides the network mode: the engine then need not start a program of its own to prepare a
                # network namespace, which takes as long as all the rest of the container.
                network_disabled=True,
                use_config_proxy=False,  # its user and password would be in the candidate's environment
                labels={image.LABEL: "container", _OWNER_LABEL: _owner(os.getpid())},
                host_config=self._host_config(launch),
            )["Id"]  # fmt: skip
            sandbox = DockerSandbox(self._client, identifier, digest)
            api.start(identifier)
        except docker.errors.ImageNotFound as exc:
            raise ImageMissing(
                "The sandbox's image is not there yet.", code="no-image", remedy="Run `grade setup`."
            ) from exc
        except BaseException as exc:
            if sandbox is not None:
                sandbox.close()
            if isinstance(exc, TROUBLE):
                raise _refused(exc, self.engine, self._runtime) from exc
            raise
        if self._sweeps.due():
            threading.Thread(target=remove_strays, args=(self._client,), daemon=True).start()
        return sandbox

    def clean(self) -> tuple[int, int]:
        """Removes all our containers and images; returns the number of each.

        Raises:
            InfrastructureError: the engine does not answer.
        """
        try:
            containers = remove_strays(self._client, all_of_them=True)
            images = self._client.images.list(filters={"label": f"{image.LABEL}=image"})
            for one in images:
                self._client.images.remove(str(one.id), force=True)
        except TROUBLE as exc:
            raise unreachable(exc, self.engine.endpoint) from exc
        return containers, len(images)

    def describe(self, environment: Environment | None = None) -> Description:
        """Describes the sandbox with its runtime and its image."""
        walls = tuple(WALLS)
        if self._runtime not in _HOST_KERNEL:  # then system calls meet a kernel that is not the host's
            walls = tuple(name for name in WALLS if name != "seccomp")
        return Description("docker", self._runtime, self._image(environment), walls)

    def _image(self, environment: Environment | None) -> str:
        """The name of the image for `environment`."""
        name = self._names.get(environment)
        if name is None:
            name = self._names[environment] = layer.tag(environment)
        return name

    def _check(self, environment: Environment | None, name: str) -> None:
        """Makes sure that the Python in the image called `name` fits `environment`."""
        if environment is not None and environment.python:
            if name not in self._pythons:
                self._pythons[name] = layer.python_inside(self._client, name)
            layer.check(environment, self._pythons[name])

    def _host_config(self, launch: Launch) -> Any:
        memory = launch.all_bytes
        return self._client.api.create_host_config(
            network_mode="none", read_only=True, cap_drop=["ALL"],
            security_opt=["no-new-privileges", self.engine.seccomp_option],
            mem_limit=memory, memswap_limit=memory, pids_limit=launch.processes + policy.SPARE_PROCESSES,
            nano_cpus=policy.PROCESSORS * 10**9,
            tmpfs=self.engine.tmpfs(launch), binds=self.engine.binds,
            shm_size=policy.SHARED_MEMORY_BYTES, ipc_mode="private", log_config=LogConfig(type="none"),
            ulimits=[
                Ulimit(name="nofile", soft=policy.OPEN_FILES, hard=policy.OPEN_FILES),
                Ulimit(name="fsize", soft=launch.scratch_bytes, hard=launch.scratch_bytes),
                Ulimit(name="core", soft=0, hard=0),
                *self.engine.more_ulimits,
            ],
            runtime=self._runtime,
        )  # fmt: skip


def _at_end(stream: socket.socket) -> bool:
    """Whether `stream` has ended."""
    try:
        return not stream.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    except OSError:
        return True


class ImageMissing(InfrastructureError):
    """The error for an image that must be built first."""


class DockerSandbox:
    """One container in which a submission runs."""

    framing = Framing.HEADERS
    bounded = ()  # inside, the control group can be seen

    def __init__(self, client: docker.DockerClient, identifier: str, image_digest: str | None = None) -> None:
        """Opens the stream to a container before that is started, so that no output is lost.

        If that fails, the container is removed.
        """
        self._client = client
        self._identifier = identifier
        self._digest = image_digest
        try:
            params = {"stdin": 1, "stdout": 1, "stream": 1}
            self._attached: Any = client.api.attach_socket(identifier, params=params)
        except BaseException:
            self._remove()
            raise
        raw = getattr(self._attached, "_sock", self._attached)
        if type(raw) is not socket.socket:  # TLS or SSH: its bytes pass through this process
            raw = _pumped(raw)
        raw.settimeout(None)
        self.stream: socket.socket = raw

    @property
    def image_digest(self) -> str | None:
        """The image's digest; None if the engine does not answer, which other requests report."""
        if self._digest is None:
            with contextlib.suppress(*TROUBLE):
                self._digest = str(self._client.api.inspect_container(self._identifier)["Image"])
        return self._digest

    def ending(self) -> Ending:
        """Asks the engine how the container ended."""
        with contextlib.suppress(*TROUBLE):  # what is wrong is said by the next request
            self._client.api.wait(self._identifier, timeout=_END_SECONDS)
        try:
            state = self._client.api.inspect_container(self._identifier)["State"]
        except docker.errors.NotFound:
            return Ending(SandboxEnd.KILLED_FROM_OUTSIDE, "the container was removed")
        except TROUBLE as exc:
            return Ending(SandboxEnd.LOST, f"the Docker engine does not answer any more ({exc})")
        if state.get("OOMKilled"):
            return Ending(SandboxEnd.OUT_OF_MEMORY)
        if state.get("Running"):
            if _at_end(self.stream):
                return Ending(SandboxEnd.LOST, "the connection to the container broke")
            return Ending(SandboxEnd.ENDED, "the worker does not answer")
        if state.get("ExitCode") == _KILLED:
            # Process 1 of a container cannot be killed from inside it.
            return Ending(SandboxEnd.KILLED_FROM_OUTSIDE, "the container was killed from outside")
        if state.get("ExitCode") in _CUT_OFF:
            return Ending(SandboxEnd.LOST, "the engine closed the stream")
        return Ending(SandboxEnd.ENDED, f"exit status {state.get('ExitCode')}")

    def close(self) -> None:
        """Removes the container; kills it first if it does not end with its stream."""
        # The SDK's wrapper also holds the socket open, and the answer that it belongs to holds the wrapper.
        # All must be closed for it to end now, the answer first: closed last it complains, from CPython 3.14.
        answer = getattr(self._attached, "_response", self._attached)
        for end in (answer, self._attached, self.stream):
            with contextlib.suppress(OSError):
                end.close()
        # To kill what ends anyway the engine would start a program, which takes longer than to wait for it.
        with contextlib.suppress(*TROUBLE):
            self._client.api.wait(self._identifier, timeout=_LEAVE_SECONDS)
        self._remove()

    def _remove(self) -> None:
        with contextlib.suppress(*TROUBLE):
            self._client.api.remove_container(self._identifier, force=True, v=True)


def remove_strays(client: docker.DockerClient, *, all_of_them: bool = False) -> int:
    """Removes containers that a killed grader left behind; returns their number."""
    removed = 0
    with contextlib.suppress(*TROUBLE):
        for container in client.api.containers(all=True, filters={"label": f"{image.LABEL}=container"}):
            owner = container["Labels"].get(_OWNER_LABEL, "")
            if all_of_them or _is_gone(owner):
                with contextlib.suppress(*TROUBLE):
                    client.api.remove_container(container["Id"], force=True, v=True)
                    removed += 1
    return removed


def _owner(pid: int) -> str:
    """A name for the process `pid` from host, pid and start time; empty if the process is gone."""
    started = ""
    try:
        if os.path.exists("/proc/self/stat"):  # a pid may be used again
            with open(f"/proc/{pid}/stat", "rb") as file:
                started = file.read().rpartition(b")")[2].split()[19].decode()
        else:
            os.kill(pid, 0)
    except PermissionError:
        pass  # somebody else's
    except OSError:
        return ""
    return f"{socket.gethostname()} {pid} {started}"


def _is_gone(owner: str) -> bool:
    host, _, rest = owner.partition(" ")
    pid, _, started = rest.partition(" ")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    now = _owner(int(pid))
    return not now or (bool(started) and now != owner)


def _pumped(remote: Any) -> socket.socket:
    """A plain socket that carries the data of `remote`, which cannot be passed to another process."""
    ours, theirs = socket.socketpair()

    def pump(read: Any, write: Any) -> None:
        with contextlib.suppress(OSError, ValueError):
            while data := read(1 << 16):
                write(data)
        with contextlib.suppress(OSError):
            theirs.shutdown(socket.SHUT_RDWR)

    for read, write in ((remote.recv, theirs.sendall), (theirs.recv, remote.sendall)):
        threading.Thread(target=pump, args=(read, write), daemon=True).start()
    return ours


def _refused(exc: Exception, engine: Engine, runtime: str | None) -> InfrastructureError:
    with_runtime = f" with runtime {runtime!r}" if runtime else ""
    return InfrastructureError(
        f"{engine.name} cannot start the sandbox{with_runtime} ({short(exc)}).",
        code="docker-refused",
        remedy="`grade doctor` says more; --sandbox bubblewrap does without Docker.",
    )
