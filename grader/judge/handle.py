"""The grader's end of the judge process: starts it, sends the assignment and the stream, reads its events.

Imports as little as it can: the judge takes longest to get ready, so it is started before everything else.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sys
from _thread import allocate_lock
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from . import births

if TYPE_CHECKING:
    from ..sandboxes.base import Framing
    from .assignment import Assignment, Suites
    from .events import Event

_BOOT = (
    "import gc, os, sys; gc.disable(); sys.path[{}:] = os.environ.pop('GRADE_PATH').split(os.pathsep);"
    "from grader.judge.inside.{} import main; main({})"
)
# Nothing else of the caller's environment steers the judge or pytest in it.
_PASSED_ON = ("HOME", "TMPDIR", "LD_LIBRARY_PATH", "GRADE_CACHE", "XDG_CACHE_HOME")
# Where a child of ours finds its end of the socket.
_CHANNEL = 3
# A killed process is gone at once, unless the kernel is busy with it.
_END_MILLISECONDS = 5000
# What people and service managers send; the last one also the kernel when memory is short, for which a judge
# as small as this is not to blame. Honest ones stay below half of it.
_SENT = (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGTERM, signal.SIGKILL)
_SMALL_BYTES = 192 << 20

# What collecting the suites may take, however slow the machine.
_COLLECTING_SECONDS = 120.0


class JudgeHandle:
    """A handle on a judge process, which may start before its assignment is known; closing kills it."""

    def __init__(self, *, debug: bool = False, server: ForkServer | None = None) -> None:
        self._debug = debug
        self._killed = False
        self._start(lambda theirs: server.fork(theirs) if server else _Spawned(theirs, "main", debug=debug))
        self._may_restart = server is None

    def _start(self, start: Callable[[socket.socket], _Spawned | _ForkedJudge]) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = start(theirs)
            except BaseException:
                self._socket.close()
                raise
        if self._killed:
            self._process.kill()

    def begin(self, suites: Suites, assignment: Assignment) -> None:
        """Sends the judge its suites and assignment; a forked judge has collected the suites already.

        If the suites ask for another interpreter, a judge with that one replaces the judge that was started
        ahead.
        """
        from dataclasses import asdict

        if suites.python and self._may_restart:
            self.close()
            self._start(lambda theirs: _Spawned(theirs, "main", debug=self._debug, python=suites.python))
        self._send({"command": "begin", "suites": asdict(suites), "assignment": asdict(assignment)})

    def give_stream(
        self, stream: socket.socket, *, framing: Framing, walls: tuple[str, ...], loop_seconds: float = 0.0
    ) -> None:
        """Sends the judge the stream to a sandbox, which loads nothing unless all `walls` are in force.

        `loop_seconds` is the duration of the fixed loop in that sandbox, as far as it is known.
        """
        command = {"framing": framing.value, "walls": walls, "loop_seconds": loop_seconds}
        self._send({"command": "stream", **command}, stream.fileno())

    def events(self, silent_seconds: float) -> Iterator[Event]:
        """Yields the judge's events as they arrive, ending with one of `events.LAST`.

        Raises:
            JudgeLost: the process ended without a word, or said nothing for `silent_seconds`.
        """
        from .events import LAST, Began, JudgeEnded, from_line

        patience, ending = silent_seconds, None
        self._socket.settimeout(patience)
        try:
            for line in self._socket.makefile("rb"):
                try:
                    event = from_line(line)
                except ValueError:
                    continue  # the judge died in the middle of a line
                if isinstance(event, JudgeEnded):  # sent by the fork server on the judge's socket
                    ending = event.status, event.peak_bytes
                    break
                if isinstance(event, Began):  # a test has bounds of its own
                    patience = min(silent_seconds, event.seconds)
                    self._socket.settimeout(patience)
                yield event
                if isinstance(event, LAST):
                    return
        except TimeoutError:
            raise _stuck(patience) from None
        except OSError:
            pass  # killed with a command unread: as good as ended
        raise _died(from_outside=self._killed or _sent(ending or self._process.ending()))

    def kill(self) -> None:
        """Kills the judge, which ends `events`; may be called from any thread."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """Kills the judge if it still runs. Safe to call twice."""
        self._socket.close()
        self._process.kill()
        self._process.close()

    def _send(self, command: dict[str, Any], *descriptors: int) -> None:
        import json

        line = json.dumps(command).encode() + b"\n"
        with contextlib.suppress(OSError):  # it has ended; that no events come says so
            socket.send_fds(self._socket, [line], descriptors)


class ForkServer:
    """A handle on a fork server, which collects the suites of one exercise and forks judges for gradings.

    It may be started before the exercise is known. Closing kills it, but not its judges.
    """

    def __init__(self, *, debug: bool = False) -> None:
        self._turn = allocate_lock()
        self._debug = debug
        self._killed = False
        self._start("")

    def _start(self, python: str) -> None:
        self._socket, theirs = socket.socketpair()
        with theirs:
            self._process = _Spawned(theirs, "forkserver", debug=self._debug, python=python)
        self._socket.settimeout(_COLLECTING_SECONDS)
        if self._killed:
            self._process.kill()

    def collect(self, suites: Suites) -> None:
        """Tells the server which exercise to collect; to be called once, before the first judge is needed."""
        import json
        from dataclasses import asdict

        if suites.python:
            self.close()
            self._start(suites.python)
        with contextlib.suppress(OSError):  # it has ended; that it forks no judge says so
            document = json.dumps(asdict(suites)).encode()
            # Its length first: what follows the suites is not to be read along with them.
            self._socket.sendall(len(document).to_bytes(births.NUMBER_BYTES) + document)

    def fork(self, theirs: socket.socket) -> _ForkedJudge:
        """Forks a fresh judge that has the control socket `theirs`.

        Raises:
            InfrastructureError: the server has ended, or still collects.
        """
        try:
            with self._turn:
                socket.send_fds(self._socket, [b"f"], [theirs.fileno()])
                answer, descriptors, _, _ = socket.recv_fds(self._socket, births.NUMBER_BYTES, 1)
        except TimeoutError:
            raise _stuck(_COLLECTING_SECONDS) from None
        except OSError:
            answer = b""
        if not answer:
            from ..errors import InfrastructureError

            raise InfrastructureError(
                "The process that starts the judges ended early.",
                code="judge-died",
                remedy="This is a fault of the grader, not of the submission: run it again.",
            )
        return _ForkedJudge(descriptors[0] if descriptors else None, int.from_bytes(answer))

    def kill(self) -> None:
        """Kills the server, which ends all waiting in `fork`; may be called from any thread."""
        self._killed = True
        self._process.kill()

    def close(self) -> None:
        """Kills the server. Safe to call twice."""
        self._socket.close()
        self._process.kill()
        self._process.close()


def _stuck(seconds: float) -> Exception:
    from ..errors import JudgeLost

    return JudgeLost(
        f"The judge has said nothing for {seconds:g} seconds.",
        code="judge-stuck",
        remedy="Look for a loop in the suite that does not end.",
        from_outside=False,
    )


def _died(*, from_outside: bool) -> Exception:
    from ..errors import JudgeLost

    return JudgeLost(
        "The judge process ended early.",
        code="judge-died",
        remedy="This is a fault of the grader, not of the submission: run it again.",
        from_outside=from_outside,
    )


def _sent(ending: tuple[int, int] | None) -> bool:
    """Whether the ending looks like a kill from outside; None, if the fork server died too, counts as one."""
    if ending is None:
        return True
    status, peak_bytes = ending
    number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    return number in _SENT and (number != signal.SIGKILL or peak_bytes < _SMALL_BYTES)


class _Spawned:
    """A child process with its own interpreter: the grader's, or the program `python`."""

    def __init__(self, theirs: socket.socket, module: str, *, debug: bool, python: str = "") -> None:
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        environment["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
        path = [os.path.abspath(entry) for entry in sys.path if entry]
        if python:  # which has a standard library of its own
            standard = os.path.dirname(os.__file__)
            path = [one for one in path if one != standard and not one.endswith((".zip", "lib-dynload"))]
        environment["GRADE_PATH"] = os.pathsep.join(path)
        # -I -S: no environment, no user site, no .pth files; the path is handed over as it is.
        boot = _BOOT.format("len(sys.path)" if python else "", module, _CHANNEL)
        program = python or sys.executable
        argv = [program, "-I", "-S", "-X", "utf8", "-c", boot]
        # Duplicated there and never inheritable here: a child that another thread starts at this moment would
        # hold it open too, and the end of this one would not be seen.
        quiet: list[Any] = [(os.POSIX_SPAWN_DUP2, theirs.fileno(), _CHANNEL)]
        quiet += [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0)]
        if debug:  # standard output belongs to the report
            quiet += [(os.POSIX_SPAWN_DUP2, 2, 1)]
        else:
            quiet += [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
        self._pid: int | None = os.posix_spawn(program, argv, environment, file_actions=quiet, setsid=True)

    def ending(self) -> tuple[int, int] | None:
        """Waits for the process to end; returns the exit status and the peak memory, or None.

        A child's peak includes the memory that its parent had before the child executed its own program. So a
        peak not above ours is unknown, and returned as 0.
        """
        ending = None
        with contextlib.suppress(OSError):
            if self._pid is not None:
                ending = births.reaped(self._pid, _END_MILLISECONDS)
        if ending is None:
            return None
        self._pid = None
        status, peak_bytes = ending
        return status, peak_bytes if peak_bytes > births.own_peak_bytes() else 0

    def kill(self) -> None:
        if self._pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def close(self) -> None:
        pid, self._pid = self._pid, None
        if pid is not None:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, 0)


class _ForkedJudge:
    """A judge that the fork server forked; `descriptor` watches it, or is None if it ended at once."""

    def __init__(self, descriptor: int | None, pid: int) -> None:
        self._descriptor = descriptor
        self._pid = pid
        self._turn = allocate_lock()

    def ending(self) -> tuple[int, int] | None:
        """Always None: only the fork server learns how its child ended, and reports it as an event."""
        return None

    def kill(self) -> None:
        with self._turn:
            if self._descriptor is not None:
                births.kill(self._descriptor, self._pid)

    def close(self) -> None:
        with self._turn:
            descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            births.has_ended(descriptor, _END_MILLISECONDS)
            os.close(descriptor)
