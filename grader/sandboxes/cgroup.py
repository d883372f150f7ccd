"""A transient control group for a sandbox that has no engine to make one, where this user may have one.

It bounds the memory and the processes of the whole sandbox, however fast they grow. Root can always have one;
an ordinary user where systemd has delegated theirs. Version 2 of the interface is used where it is mounted
alone, else version 1.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import IO

_ROOT = Path("/sys/fs/cgroup")
_EMPTY_SECONDS = 2.0
_PREFIX = "grade-"  # then the grader's process, then something random


class Group:
    """The folders of one control group: one in version 2, one for each controller in version 1."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        self._folders = folders

    def take(self, pid: int) -> None:
        """Moves the process into it, with all that it starts from now on.

        Raises:
            ProcessLookupError: it has ended.
        """
        for folder in self._folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def doors(self) -> list[IO[bytes]]:
        """Open files, one for each folder: who writes 0 to all of them is in it, wherever it is."""
        return [open(folder / "cgroup.procs", "wb", buffering=0) for folder in self._folders]

    def oom_kills(self) -> int:
        """How many of its processes the kernel has killed for memory."""
        for folder in self._folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError, ValueError, IndexError):
                    words = (folder / name).read_text().split()
                    return int(words[words.index("oom_kill") + 1])
        return 0

    def close(self) -> None:
        """Removes it; everything in it was killed, and may take a moment to be gone."""
        for folder in self._folders:
            _remove(folder)
        self._folders = ()


def _remove(folder: Path) -> None:
    """Removes one folder of a group, and kills what is in it."""
    deadline = time.monotonic() + _EMPTY_SECONDS
    while folder.exists() and time.monotonic() < deadline:
        try:
            folder.rmdir()
        except OSError:
            with contextlib.suppress(OSError):
                for number in (folder / "cgroup.procs").read_text().split():
                    if int(number) > 0:  # 0 is one that we cannot see, and to `kill` it is ourselves
                        os.kill(int(number), signal.SIGKILL)
            time.sleep(0.001)


def make(memory_bytes: int, processes: int) -> Group | None:
    """A new group with these bounds, or None where this user may have none."""
    name = f"{_PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
    made: list[Path] = []
    try:
        for parent, limits in _places(memory_bytes, processes):
            folder = parent / name
            folder.mkdir()
            made.append(folder)
            for file, value in limits.items():
                # Without swap accounting there is no file for it, and nothing to bound.
                if file not in _OPTIONAL or (folder / file).exists():
                    (folder / file).write_text(str(value))
            os.close(os.open(folder / "cgroup.procs", os.O_WRONLY))  # as joining will have to
        return Group(tuple(made)) if made else None
    except OSError:
        for folder in made:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return None


_OPTIONAL = ("memory.swap.max", "memory.memsw.limit_in_bytes")


def _places(memory_bytes: int, processes: int) -> list[tuple[Path, dict[str, int]]]:
    """Where the group goes, and what is written there."""
    ours = {}
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        ours[controllers] = path.lstrip("/")
    if (_ROOT / "cgroup.controllers").exists():
        # Beside our own: a group that holds processes cannot have bounded groups below it.
        parent = (_ROOT / ours[""]).parent if ours[""] else _ROOT
        limits = {"memory.max": memory_bytes, "memory.swap.max": 0, "pids.max": processes}
        return [(parent, limits)]
    memory = {
        "memory.limit_in_bytes": memory_bytes,
        "memory.memsw.limit_in_bytes": memory_bytes,
    }
    return [
        (_ROOT / "pids" / ours.get("pids", ""), {"pids.max": processes}),
        (_ROOT / "memory" / ours.get("memory", ""), memory),
    ]


def remove_strays() -> None:
    """Removes what a killed grader left, with what still runs in it.

    A group may be empty because its sandbox has not joined it yet: what counts is whether its grader lives.
    """
    with contextlib.suppress(OSError):
        for parent, _ in _places(0, 0):
            for folder in parent.glob(f"{_PREFIX}*"):
                owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
                if not Path("/proc", owner).exists():
                    _remove(folder)
