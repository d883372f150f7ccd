"""Temporary control groups for sandboxes without an engine, where the user may make such groups.

A group limits the memory and the processes of the whole sandbox, however fast they grow. If there is a
controller for it, the group also gets the time of one processor and no more, as a container does, and sums up
the time used. Root can always make groups; an ordinary user can if systemd has delegated theirs. Version 2 of
the interface is used if it is mounted alone, else version 1.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

_ROOT = Path("/sys/fs/cgroup")
_EMPTY_SECONDS = 2.0
_PREFIX = "grade-"  # then the grader's process, then something random
# The whole of one processor in the period that the kernel and Docker use by default.
_PERIOD_MICROSECONDS = 100_000
# The file with the CPU time of all present and past members, in version 1 and in version 2.
_COUNTERS = ("cpuacct.usage", "cpu.stat")

# Where a folder of the group goes, and what is written to which file of it.
_Place = tuple[Path, dict[str, str]]


class Group:
    """One control group: a single folder in version 2, one for each controller in version 1.

    `timed` are the folders that limit it to one processor; empty if nothing does.
    """

    def __init__(self, folders: tuple[Path, ...], timed: tuple[Path, ...] = ()) -> None:
        self._folders = tuple(dict.fromkeys((*folders, *timed)))
        self._timed = timed

    def take(self, pid: int) -> None:
        """Moves the process `pid` into the group, and thereby all children that it starts later.

        Raises:
            ProcessLookupError: it has ended.
        """
        for folder in self._folders:
            (folder / "cgroup.procs").write_text(str(pid))

    def doors(self) -> list[IO[bytes]]:
        """Open `cgroup.procs` files: a process that writes "0" to each joins, from whatever namespace."""
        return [open(folder / "cgroup.procs", "wb", buffering=0) for folder in self._folders]

    def counter(self) -> IO[bytes] | None:
        """Opens the file with the group's CPU time; None if the group may use more than one processor."""
        files = (folder / name for name in _COUNTERS for folder in self._timed)
        path = next(filter(Path.exists, files), None)
        return open(path, "rb", buffering=0) if path else None

    def oom_kills(self) -> int:
        """The number of the group's processes that the kernel has killed for memory."""
        for folder in self._folders:
            for name in ("memory.events", "memory.oom_control"):
                with contextlib.suppress(OSError, ValueError, IndexError):
                    words = (folder / name).read_text().split()
                    return int(words[words.index("oom_kill") + 1])
        return 0

    def close(self) -> None:
        """Removes the group, whose processes have been killed and may take a moment to disappear."""
        for folder in self._folders:
            _remove(folder)
        self._folders = ()


def _remove(folder: Path) -> None:
    """Removes one folder of a group, and kills its processes."""
    deadline = time.monotonic() + _EMPTY_SECONDS
    while folder.exists() and time.monotonic() < deadline:
        try:
            folder.rmdir()
        except OSError:
            with contextlib.suppress(OSError):
                for number in (folder / "cgroup.procs").read_text().split():
                    if int(number) > 0:  # 0: one out of our sight; to `kill` it means ourselves
                        os.kill(int(number), signal.SIGKILL)
            time.sleep(0.001)


def make(memory_bytes: int, processes: int) -> Group | None:
    """Makes a group with these limits; returns None if this user may not."""
    name = f"{_PREFIX}{os.getpid()}-{os.urandom(4).hex()}"
    bounds, time_of_one = _places(memory_bytes, processes)
    folders = _made(name, bounds)
    return Group(folders, _made(name, time_of_one)) if folders else None


def _made(name: str, places: Iterable[_Place]) -> tuple[Path, ...]:
    """Makes the folders called `name` in `places`; returns none of them if one fails."""
    folders: list[Path] = []
    new: list[Path] = []
    try:
        for parent, limits in places:
            folder = parent / name
            if not folder.exists():
                folder.mkdir()
                new.append(folder)
            folders.append(folder)
            for file, value in limits.items():
                # Without swap accounting there is no file for it, and nothing to bound.
                if file not in _OPTIONAL or (folder / file).exists():
                    (folder / file).write_text(value)
            os.close(os.open(folder / "cgroup.procs", os.O_WRONLY))  # tests whether joining will be permitted
    except OSError:
        for folder in new:
            with contextlib.suppress(OSError):
                folder.rmdir()
        return ()
    return tuple(folders)


_OPTIONAL = ("memory.swap.max", "memory.memsw.limit_in_bytes")


def places(
    own: dict[str, str], *, alone: bool, memory_bytes: int, processes: int
) -> tuple[list[_Place], list[_Place]]:
    """Where to make a group's folders, with their settings: for memory and processes, and for CPU time.

    `own` is our own group for each controller, `alone` whether version 2 is mounted alone.
    """
    quota, period = str(_PERIOD_MICROSECONDS), str(_PERIOD_MICROSECONDS)
    if alone:
        # Beside our own: a group that holds processes cannot have bounded groups below it.
        parent = (_ROOT / own[""]).parent if own[""] else _ROOT
        limits = {"memory.max": str(memory_bytes), "memory.swap.max": "0", "pids.max": str(processes)}
        return [(parent, limits)], [(parent, {"cpu.max": f"{quota} {period}"})]
    memory = {
        "memory.limit_in_bytes": str(memory_bytes),
        "memory.memsw.limit_in_bytes": str(memory_bytes),
    }
    return [
        (_ROOT / "pids" / own.get("pids", ""), {"pids.max": str(processes)}),
        (_ROOT / "memory" / own.get("memory", ""), memory),
    ], [
        # Mostly the same folder by two names.
        (_ROOT / "cpu" / own.get("cpu", ""), {"cpu.cfs_period_us": period, "cpu.cfs_quota_us": quota}),
        (_ROOT / "cpuacct" / own.get("cpuacct", ""), {}),
    ]


def groups(text: str) -> dict[str, str]:
    """Parses /proc/PID/cgroup: the path of the group for each controller; "" stands for version 2."""
    paths = {}
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        paths.update(dict.fromkeys(controllers.split(","), path.lstrip("/")))
    return paths


def _places(memory_bytes: int, processes: int) -> tuple[list[_Place], list[_Place]]:
    """Where to make a group's folders on this machine, as `places` returns it."""
    own = groups(Path("/proc/self/cgroup").read_text())
    alone = (_ROOT / "cgroup.controllers").exists()
    return places(own, alone=alone, memory_bytes=memory_bytes, processes=processes)


def _parents() -> list[Path]:
    """The folders in which groups are made on this machine."""
    return [parent for parent, _ in itertools.chain(*_places(0, 0))]


def remove_strays() -> None:
    """Removes groups that a killed grader left behind, and kills their processes.

    A group may be empty because its sandbox has not joined it yet: what counts is whether its grader lives.
    """
    with contextlib.suppress(OSError):
        for parent in _parents():
            for folder in parent.glob(f"{_PREFIX}*"):
                owner = folder.name.removeprefix(_PREFIX).partition("-")[0]
                if not Path("/proc", owner).exists():
                    _remove(folder)
