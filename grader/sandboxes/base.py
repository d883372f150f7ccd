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
    """What a sandbox as a whole may use; the limits of each test lie within."""

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

    @property
    def testing(self) -> bool:
        """Whether pytest is there, since what the candidate hands in are tests."""
        return "pytest" in self.libraries

    @property
    def all_bytes(self) -> int:
        """The memory of everything in the sandbox together."""
        imported = policy.LIBRARIES_BYTES if self.has_libraries else 0
        return self.memory_bytes + self.scratch_bytes + policy.OVERHEAD_BYTES + imported

    @property
    def has_libraries(self) -> bool:
        """Whether there are libraries of the exercise's own, in place of those that others have."""
        return self.environment is not None and bool(self.environment.requirements)

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables of everything in the sandbox."""
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
    """How a sandbox ended, as the host saw it; `detail` is for whoever runs the grader."""

    reason: SandboxEnd
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Description:
    """Which sandbox a report is about, and which of the `WALLS` it must have."""

    kind: str
    runtime: str | None = None
    image: str | None = None
    walls: tuple[str, ...] = tuple(WALLS)


class Sandbox(Protocol):
    """One open sandbox."""

    @property
    def stream(self) -> socket.socket:
        """The duplex byte stream to the worker."""

    @property
    def framing(self) -> Framing:
        """How the worker's bytes stand in the stream; ours go as they are."""

    @property
    def bounded(self) -> tuple[str, ...]:
        """Which of the `BOUNDS` the kernel holds for the whole sandbox, where that cannot be seen inside."""

    @property
    def image_digest(self) -> str | None:
        """The digest of the image that the sandbox runs, where it runs one."""

    def ending(self) -> Ending:
        """How the sandbox ended; asked when the stream has ended by itself."""

    def close(self) -> None:
        """Kills what is left of the sandbox and removes it. Safe to call twice."""


class SandboxProvider(Protocol):
    """A way to run the worker where it can do no harm."""

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        """Makes what `open` needs and what outlives a run, such as an image, for that environment.

        Raises:
            InfrastructureError: it cannot be had here.
        """

    def open(self, launch: Launch) -> Sandbox:
        """Starts a fresh sandbox, and may return before it runs.

        Raises:
            InfrastructureError: it does not start.
        """

    def describe(self, environment: Environment | None = None) -> Description:
        """The kind of sandbox for that environment, and which walls it must have."""
