"""Whether a batch's time and memory grow with the number of submissions.

Run it as python -m benchmarks.growth [COUNT…], in bubblewrap or with --sandbox docker.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from pathlib import Path

from .batch import command, handed_in
from .commands import ROOT
from .tables import table

_HEADER = ("submissions", "seconds", "a submission", "peak memory of the main process")
_LOOK_SECONDS = 0.05


def measured(argv: list[str]) -> tuple[float, int]:
    """The seconds that a command takes, and the peak memory of its main process in bytes.

    Raises:
        SystemExit: the command fails.
    """
    began, peak = time.perf_counter(), 0
    with subprocess.Popen(argv, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, _high_water(process.pid))
            time.sleep(_LOOK_SECONDS)
    if process.returncode:
        raise SystemExit(f"{' '.join(argv)} ended with {process.returncode}")
    return time.perf_counter() - began, peak


def main() -> None:
    """Prints the time and the memory of a batch, a line for each number of submissions."""
    parser = argparse.ArgumentParser(description="Time and memory of batches of growing size.")
    parser.add_argument("counts", nargs="*", type=int, default=[10, 100, 1000])
    parser.add_argument("--sandbox", choices=["bubblewrap", "docker"], default="bubblewrap")
    options = parser.parse_args()
    lines = []
    for count in options.counts:
        with handed_in(count) as folder:
            taken, peak = measured(command(folder, options.sandbox, folder / "results.jsonl"))
            assert len((folder / "results.jsonl").read_bytes().splitlines()) == count
        each = f"{1e3 * taken / count:.0f} ms"
        lines.append((str(count), f"{taken:.1f}", each, f"{peak / 1e6:.1f} MB"))
    print(table(_HEADER, lines, markdown=False))


def _high_water(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) << 10
    return 0  # it has just ended


if __name__ == "__main__":
    main()
