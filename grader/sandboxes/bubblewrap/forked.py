"""Many sandboxes from one bubblewrap, each forked inside it into its own namespaces.

Opening a sandbox mostly consists of starting Python and importing the worker and the exercise's libraries. If
many are opened for the same exercise, one process does that for all; no candidate's code ever runs in it (see
`sandbox/worker/zygote.py`). If a policy of the machine forbids nested namespaces, as AppArmor's may for
bubblewrap's children, each sandbox is started by itself.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import subprocess
from threading import Lock
from typing import IO, TYPE_CHECKING

from ...errors import InfrastructureError
from ...report import Announce
from ..base import Description, Launch, Sandbox
from . import seccomp
from .alone import (
    COMMAND,
    ENVIRONMENT,
    NAMESPACES,
    Bubblewrap,
    SandboxProcess,
    added,
    executable,
    other_groups,
)
from .cgroup import Group
from .layout import layout, switches
from .stranger import stranger

if TYPE_CHECKING:
    from ...exercises.environment import Environment

# What it takes to start Python and a sandbox on a machine that is very busy.
_READY_SECONDS = 60.0
# A killed process is gone at once, unless the kernel is busy with it.
_END_SECONDS = 10.0
_MOST_BYTES = 64
# What process 1 says when its walls are up; later its guardian says how it ended.
_READY = b"ready"
# What the zygote is asked for: a sandbox whose control group counts its CPU time, or one that nothing counts.
_COUNTED, _UNCOUNTED = b"c", b"u"


class ForkedBubblewraps:
    """Opens sandboxes by forking them inside one bubblewrap for each kind of launch."""

    def __init__(self) -> None:
        self._bubblewrap = Bubblewrap()
        self._zygotes: dict[Launch, _Zygote] = {}
        self._turn = Lock()
        self._forbidden = False

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        """Checks that bubblewrap works and installs libraries, as `Bubblewrap.prepare` does."""
        self._bubblewrap.prepare(progress, environment)

    def open(self, launch: Launch) -> Sandbox:
        """Forks a sandbox, or starts a separate bubblewrap if forking is impossible."""
        zygote = self._zygote(launch)
        if zygote:
            try:
                return self._bubblewrap.start(launch, zygote.fork)
            except InfrastructureError:
                self._forget(launch, zygote)
        return self._bubblewrap.open(launch)

    def describe(self, environment: Environment | None = None) -> Description:
        """Describes the sandbox as `Bubblewrap` does, since the walls are the same."""
        return self._bubblewrap.describe()

    def close(self) -> None:
        """Ends all zygotes, and with them all remaining sandboxes."""
        with self._turn:
            for zygote in self._zygotes.values():
                zygote.close()
            self._zygotes.clear()

    def _zygote(self, launch: Launch) -> _Zygote | None:
        """The zygote for `launch`, started if needed; None if namespaces are forbidden here."""
        with self._turn:
            if launch not in self._zygotes and not self._forbidden:
                with contextlib.suppress(OSError):  # that it cannot be started, the next attempt says
                    self._zygotes[launch] = _Zygote(launch)
            return self._zygotes.get(launch)

    def _forget(self, launch: Launch, zygote: _Zygote) -> None:
        """Ends a zygote that failed; gives up forking if this one never worked."""
        with self._turn:
            self._forbidden = self._forbidden or not zygote.worked
            if self._zygotes.get(launch) is zygote:
                del self._zygotes[launch]
                zygote.close()


class _Zygote:
    """A bubblewrap with a process inside that forks sandboxes."""

    worked = False

    def __init__(self, launch: Launch) -> None:
        # SOCK_SEQPACKET keeps messages apart, each with the descriptors that belong to it.
        self._socket, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        with theirs, contextlib.ExitStack() as undo:
            undo.callback(self._socket.close)
            # It ends when its socket does, and so with the grader; not with the thread that starts it.
            namespaces = [word for word in NAMESPACES if word != "--die-with-parent"]
            arguments = ["many", str(launch.scratch_bytes), ",".join(launch.libraries), *switches()]
            outside = [*namespaces, *added(), *layout(launch, zygote=True), "--", *COMMAND, *arguments]
            with stranger() as user:
                self._process = subprocess.Popen(
                    [executable(), *user.arguments, *outside],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    env=ENVIRONMENT | launch.variables,
                    cwd="/",
                    start_new_session=True,
                    extra_groups=other_groups(),
                    pass_fds=user.descriptors,
                )
            undo.pop_all()
        with contextlib.suppress(BrokenPipeError):  # that nothing is ever ready says so
            self._socket.send(seccomp.program())

    def fork(
        self, launch: Launch, stream: socket.socket, errors: IO[bytes], group: Group | None
    ) -> SandboxProcess:
        """Forks a sandbox and waits until its walls are up.

        Raises:
            OSError: no sandbox could be forked.
        """
        life, theirs = socket.socketpair(type=socket.SOCK_SEQPACKET)
        forked = _Forked(life)
        try:
            with theirs, contextlib.ExitStack() as stack:
                counter = group.counter() if group else None
                files = [*([counter] if counter else []), *(group.doors() if group else [])]
                numbers = [stack.enter_context(file).fileno() for file in files]
                descriptors = [stream.fileno(), theirs.fileno(), errors.fileno(), *numbers]
                socket.send_fds(self._socket, [_COUNTED if counter else _UNCOUNTED], descriptors)
            forked.begin()
        except BaseException:
            forked.end()
            raise
        self.worked = True
        return forked

    def close(self) -> None:
        self._socket.close()
        try:
            self._process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class _Forked:
    """A forked sandbox, known by a socket to the process that guards it."""

    def __init__(self, life: socket.socket) -> None:
        self._life = life
        self._status: int | None = None

    def begin(self) -> None:
        """Waits until the sandbox's walls are up.

        Raises:
            OSError: they never came up.
        """
        self._life.settimeout(_READY_SECONDS)
        if self._life.recv(_MOST_BYTES) != _READY:
            raise OSError("no sandbox could be forked")

    def wait(self, seconds: float) -> int | None:
        with contextlib.suppress(TimeoutError):
            while self._status is None:
                self._life.settimeout(seconds)
                word = self._life.recv(_MOST_BYTES)
                if word != _READY:
                    # Without a last word its guardian was killed, which nothing inside can do.
                    self._status = int(word or -signal.SIGKILL)
        return self._status

    def end(self) -> None:
        with self._life, contextlib.suppress(OSError):
            self._life.shutdown(socket.SHUT_WR)
            self.wait(_END_SECONDS)
