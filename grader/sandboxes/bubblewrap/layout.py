"""The file tree of a bubblewrap sandbox, as bubblewrap's arguments.

The interpreter's own files, the system's shared libraries, the libraries that a submission may import, and
the worker; nothing of the home folder, of the grader or of its exercises.
"""

from __future__ import annotations

import functools
import glob
import itertools
import os

from ...environments import inside, installed, ours, pythons
from ...environments.pythons import Interpreter
from ...errors import InfrastructureError
from ...machine.paths import shipped
from .. import policy
from ..base import Launch
from .readable import readable

PYTHON = "/grade/python"
_SYSTEM_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
# What asks for the time of a place.
_TIME_ZONES = "/usr/share/zoneinfo"


# Looked for once: a batch opens thousands of sandboxes, and what is installed stays where it is.
@functools.lru_cache(maxsize=8)
def layout(launch: Launch, *, zygote: bool = False) -> tuple[str, ...]:
    """The arguments of bubblewrap that build the file tree of a sandbox, or of the process that forks many.

    Raises:
        InfrastructureError: the interpreter or the libraries that the exercise asks for are not there.
    """
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
    argv += ["--ro-bind-try", _TIME_ZONES, _TIME_ZONES]
    python = pythons.fitting(launch.environment)
    argv += _python_arguments(python)
    for name, root in [*inside.roots().items(), ("etc", shipped("sandbox") / "etc")]:
        argv += _bound(str(root), f"/grade/{name}")
    # Each thing that is bound makes the start longer.
    for name in ("hosts", "passwd", "nsswitch.conf"):
        argv += ["--symlink", f"/grade/etc/{name}", f"/etc/{name}"]
    for name, folder in _libraries(launch, python).items():
        argv += _bound(str(folder.libraries), f"/grade/{name}")
    # The kernel lets a namespace mount a /proc of its own only where it sees one of which nothing is covered.
    argv += ["--bind", "/proc", "/proc"] if zygote else _proc_arguments()
    argv += [
        "--dev", "/dev",
        "--size", str(launch.scratch_bytes), "--tmpfs", "/tmp",
        "--size", str(policy.SHARED_MEMORY_BYTES), "--tmpfs", "/dev/shm",
    ]  # fmt: skip
    # What only hides something must not be a third place to write to.
    for option, path in itertools.pairwise(tuple(argv)):
        if option == "--tmpfs" and path not in ("/tmp", "/dev/shm"):
            argv = [*argv, "--remount-ro", path]
    return (*argv, "--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp")


def check(launch: Launch) -> None:
    """Makes sure that everything the exercise asks for is on this machine.

    Raises:
        InfrastructureError: it asks for an image, for an interpreter that is not on this machine, or for
            libraries that are not installed yet.
    """
    environment = launch.environment
    if environment is not None and environment.needs_docker:
        what = "Debian packages" if environment.packages else "an image of its own"
        raise InfrastructureError(
            f"The exercise needs {what}, which bubblewrap cannot give it.", code="needs-docker",
            remedy="Use --sandbox docker.",
        )  # fmt: skip
    _libraries(launch, pythons.fitting(environment))


def switches() -> list[str]:
    """The paths in /proc to mount read-only: writable files and all folders except those of processes.

    Where root starts the sandbox, the kernel takes the user inside for the owner of its switches, such as
    /proc/sys/kernel/core_pattern, whatever capabilities were dropped; bubblewrap covers folders that can be
    written, but not what can be written in folders that cannot.
    """
    with os.scandir("/proc") as entries:
        return sorted(
            entry.path
            for entry in entries
            if not entry.name.isdigit()
            and not entry.is_symlink()
            and (entry.is_dir() or entry.stat().st_mode & 0o222)
        )


def _proc_arguments() -> list[str]:
    """Arguments that mount a /proc in which everything but the processes' own folders is read-only."""
    return ["--proc", "/proc", *(word for path in switches() for word in ("--ro-bind", path, path))]


def _python_arguments(python: Interpreter) -> list[str]:
    """Arguments that bind the interpreter and its standard library, without installed packages."""
    prefix = python.prefix
    argv = _bound(python.program, f"{PYTHON}/bin/python3")
    for path in python.standard:
        place = f"{PYTHON}/{os.path.relpath(path, prefix)}"
        argv += _bound(path, place)
        for packages in ("site-packages", "dist-packages"):
            if os.path.isdir(os.path.join(path, packages)):
                argv += ["--tmpfs", f"{place}/{packages}"]
    if prefix != "/usr":
        for path in glob.glob(f"{prefix}/lib/lib*.so*"):
            place = f"{PYTHON}/lib/{os.path.basename(path)}"
            beside = os.path.islink(path) and "/" not in os.readlink(path)
            argv += ["--symlink", os.readlink(path), place] if beside else _bound(path, place)
    return argv


def _libraries(launch: Launch, python: Interpreter) -> dict[str, installed.BuiltFolder]:
    """The installed libraries, by the folder below /grade to bind them in; raises NotBuilt."""
    wanted = ours.inside(launch.environment, testing=launch.testing)
    return {name: installed.built(own, installed.Target(python.minor)) for name, own in wanted.items()}


def _bound(path: str, place: str) -> list[str]:
    """Arguments that bind a path read-only, as a readable copy if only root may read the original."""
    return ["--ro-bind", readable(path), place]
