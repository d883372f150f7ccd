"""Peak memory of the grader: its main process and the judge, for a quiet and for a talkative submission."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from . import container
from .commands import QUIET, ROOT, TALKATIVE, grade
from .pairs import Row

_MOST_BYTES = 150 << 20
_LOOK_SECONDS = 0.004
_LONGEST_SECONDS = 300
_JUDGE = b"grader.judge.inside.main"


def rows(rounds: int) -> Iterator[Row]:
    """The comparisons, a row for each sandbox: the peak with 50 MB of output by the peak without."""
    for name in ("bubblewrap", "docker"):
        if name == "docker" and not container.available():
            continue
        peaks = [(peak(grade(name, TALKATIVE)), peak(grade(name, QUIET))) for _ in range(rounds)]
        loud, quiet = (statistics.median(column) for column in zip(*peaks, strict=True))
        yield Row(
            f"{name}: 50 MB printed : nothing printed",
            tuple(loud / quiet for loud, quiet in peaks),
            most="150 MB",
            detail=f"{loud / 1e6:.0f} MB : {quiet / 1e6:.0f} MB",
            kept=max(max(pair) for pair in peaks) <= _MOST_BYTES,
        )


def peak(argv: list[str]) -> int:
    """The peak memory of a command's main process and of its judge, added up, in bytes.

    From `VmHWM`, which the kernel keeps for each process and never lowers; `ru_maxrss` would count the
    memory of the process that started it.

    Raises:
        SystemExit: the command fails.
    """
    peaks: dict[str, int] = {}
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        deadline = time.monotonic() + _LONGEST_SECONDS
        while process.poll() is None:
            for pid in _main_and_judge(process.pid):
                peaks[pid] = max(peaks.get(pid, 0), _high_water(pid))
            if time.monotonic() > deadline:
                process.kill()
            time.sleep(_LOOK_SECONDS)
    if process.returncode or len(peaks) != 2:
        raise SystemExit(f"{' '.join(argv)} ended with {process.returncode}, processes {sorted(peaks)}")
    return sum(peaks.values())


def _main_and_judge(pid: int) -> Iterator[str]:
    yield str(pid)
    for child in _read(f"/proc/{pid}/task/{pid}/children").split():
        if _JUDGE in _read(f"/proc/{child.decode()}/cmdline"):
            yield child.decode()


def _high_water(pid: str) -> int:
    for line in _read(f"/proc/{pid}/status").splitlines():
        if line.startswith(b"VmHWM:"):
            return int(line.split()[1]) << 10
    return 0  # it has just ended


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:
        return b""
