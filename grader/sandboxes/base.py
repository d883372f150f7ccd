"""The interface of a sandbox: open it, get a byte stream, learn how it ended, close it."""

from __future__ import annotations

import enum
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from ..report import Announce
from . import policy

if TYPE_CHECKING:
    from ..exercises.environment import Environment

# The walls: what must be in force before a file is loaded, and how it is said that it is not.
WALLS = {
    "network": "there is a route to a network",
    "capabilities": "the candidate would have capabilities",
    "privileges": "programs may give new privileges",
    "user": "the candidate would be root",
    "seccomp": "seccomp is not in force",
    "root": "the root can be written",
    "mounts": "a folder of the host can be written",
    "devices": "a device of the host can be changed",
    "engine": "an engine's socket can be seen",
}
# What holds for the whole sandbox by a control group where one can be had, and is watched anyway.
BOUNDS = ("memory", "processes")


@dataclass(frozen=True, slots=True)
class Launch:
    """The limits and contents of a sandbox as a whole; the limits of single tests lie within."""

    memory_bytes: int
    processes: int
    # What /tmp holds; it lies in memory.
    scratch_bytes: int = policy.SCRATCH_BYTES
    # Files that must not be seen from inside, wherever they lie.
    hidden_paths: tuple[str, ...] = ()
    # What a submission is to find imported.
    libraries: tuple[str, ...] = ()
    # The interpreter and the libraries that the exercise asks for, where it asks for any.
    environment: Environment | None = None
    # Whether our pytest lies inside, for submissions that are tests themselves.
    testing: bool = False

    @property
    def all_bytes(self) -> int:
        """The memory limit of the whole sandbox."""
        imported = policy.LIBRARIES_BYTES if self.has_libraries else 0
        return self.memory_bytes + self.scratch_bytes + policy.OVERHEAD_BYTES + imported

    @property
    def has_libraries(self) -> bool:
        """Whether the exercise has its own libraries, which replace the usual ones."""
        return self.environment is not None and bool(self.environment.requirements)

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables of all processes in the sandbox."""
        return policy.ENVIRONMENT | (policy.ONE_THREAD if self.has_libraries else {})


class Framing(enum.Enum):
    """How the worker's bytes are framed in the stream from a sandbox."""

    NONE = "none"  # as they were written
    HEADERS = "headers"  # each piece behind eight bytes: which output it is of, three of nothing, its length


class SandboxEnd(enum.Enum):
    """Why a sandbox ended."""

    ENDED = "ended"  # it came to an end inside: the candidate's doing
    OUT_OF_MEMORY = "out of memory"
    KILLED_FROM_OUTSIDE = "killed"  # from outside, which nothing inside can do
    LOST = "lost"  # what runs it does not answer any more


@dataclass(frozen=True, slots=True)
class Ending:
    """How a sandbox ended, as the host saw it; `detail` is for operators of the grader."""

    reason: SandboxEnd
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """The kind of sandbox, for reports, and which of the `WALLS` it must have."""

    kind: str
    runtime: str | None = None
    image: str | None = None
    walls: tuple[str, ...] = tuple(WALLS)


class Sandbox(Protocol):
    """One open sandbox."""

    @property
    def stream(self) -> socket.socket:
        """The bidirectional byte stream to the worker."""

    @property
    def framing(self) -> Framing:
        """The framing of the worker's bytes in the stream; bytes to the worker have none."""

    @property
    def bounded(self) -> tuple[str, ...]:
        """The `BOUNDS` that the kernel enforces on the whole sandbox although the worker cannot see it."""

    @property
    def image_digest(self) -> str | None:
        """The digest of the sandbox's image; None if it has no image."""

    def ending(self) -> Ending:
        """Finds out how the sandbox ended; to be called when the stream has ended by itself."""

    def close(self) -> None:
        """Kills everything in the sandbox and removes it; safe to call twice."""


class SandboxProvider(Protocol):
    """A way to run the worker where it can do no harm."""

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        """Makes what `open` needs and what outlives a run, such as an image, for `environment`.

        Raises:
            InfrastructureError: it cannot be had here.
        """

    def open(self, launch: Launch) -> Sandbox:
        """Starts a fresh sandbox, and may return before it runs.

        Raises:
            InfrastructureError: it does not start.
        """

    def describe(self, environment: Environment | None = None) -> Description:
        """Describes the sandbox for `environment`: its kind, and which walls it must have."""
