"""The file tree of a bubblewrap sandbox, as bubblewrap's arguments.

The interpreter's own files, the system's shared libraries, the libraries that a submission may import, and
the worker; nothing of the home folder, of the grader or of its exercises.
"""

from __future__ import annotations

import functools
import glob
import itertools
import os
import sys
import sysconfig

from ...environments import inside
from ...machine.paths import shipped
from .. import policy
from ..base import Launch
from .readable import readable

PYTHON = "/grade/python"
_SYSTEM_LIBRARIES = ("/lib", "/lib32", "/lib64", "/usr/lib", "/usr/lib32", "/usr/lib64")
# It asks what is installed for its own version.
_DESCRIBED = ("pytest-asyncio",)


# Looked for once: a batch opens thousands of sandboxes, and what is installed stays where it is.
@functools.lru_cache(maxsize=8)
def layout(launch: Launch, *, zygote: bool = False) -> tuple[str, ...]:
    """The arguments of bubblewrap that build the file tree of a sandbox, or of the `zygote` for many."""
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
    for name, root in [*inside.roots().items(), ("etc", shipped("sandbox") / "etc")]:
        argv += _bound(str(root), f"/grade/{name}")
    # Each thing that is bound makes the start longer.
    for name in ("hosts", "passwd", "nsswitch.conf"):
        argv += ["--symlink", f"/grade/etc/{name}", f"/etc/{name}"]
    for path, folder in _library_paths(testing=launch.testing):
        argv += _bound(path, f"/grade/{folder}/{os.path.basename(path)}")
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


def switches() -> list[str]:
    """Paths in /proc that must be read-only: all that can be written, and folders, but not processes.

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
    """Mounts a /proc in which all but the processes' own folders is read-only."""
    return ["--proc", "/proc", *(word for path in switches() for word in ("--ro-bind", path, path))]


def _python_arguments() -> list[str]:
    """Binds the interpreter and its standard library, without any packages installed beside it."""
    prefix = sys.base_prefix
    binary = os.path.realpath(sys.executable)
    argv = _bound(binary, f"{PYTHON}/bin/python3")
    # In a virtual environment `platstdlib` would be a folder of that.
    platform_specific = sysconfig.get_path("platstdlib", vars={"platbase": sys.base_exec_prefix})
    for path in dict.fromkeys((sysconfig.get_path("stdlib"), platform_specific)):
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


def _library_paths(*, testing: bool) -> list[tuple[str, str]]:
    """The paths of what a submission may import, each with the folder below /grade that it goes to."""
    folders = tuple(map(os.path.abspath, filter(None, sys.path)))
    paths = [(path, "lib") for path in inside.libraries(inside.REQUIREMENTS, folders)]
    if testing:
        paths += [(path, "testing") for path in inside.libraries(inside.TESTING, folders)]
        described = (inside.described(name, folders) for name in _DESCRIBED)
        paths += [(path, "testing") for path in described if path is not None]
    return paths


def _bound(path: str, place: str) -> list[str]:
    """Binds what every sandbox needs, whoever may read it."""
    return ["--ro-bind", readable(path), place]
