"""What a service adds to grading: its rate beside `grade batch`'s, what candidates who wait cost, its memory.

Run it as python -m benchmarks.service; it needs the extra `server`, and starts an embedded PostgreSQL.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import resource
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import httpx

from .batch import command, handed_in
from .commands import EXERCISES, QUIET, ROOT, grade, seconds
from .pairs import Row, interleaved
from .tables import table

_HEADER = ("what", "ratio", "min - max", "allowed", "medians")
_START_SECONDS = 60
_FEW, _AT_ONCE = 100, 20
_API = "/api/v1/submissions"
_BODY = {"exercise": "flatten12", "source": QUIET.read_text("utf-8")}


@dataclass(frozen=True, slots=True)
class _Served:
    url: str
    token: str
    pid: int

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=self.headers, timeout=120)

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@contextlib.contextmanager
def served() -> Iterator[_Served]:
    """A service with its embedded database and one runner, in bubblewrap."""
    folder = Path(tempfile.mkdtemp(prefix="grade-benchmark-"))
    folder.chmod(0o711)  # PostgreSQL's user, where we are root, passes through
    process = subprocess.Popen(
        [sys.executable, "-m", "grader", "serve", "--listen", "127.0.0.1:0", "--data", str(folder / "data"),
         "--exercises", str(EXERCISES), "--sandbox", "bubblewrap", "--rate", "100000"],
        cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        token = process.stdout.readline().split()[-1]
        yield _Served(process.stdout.readline().split()[-1], token, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(_START_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def all_graded(service: _Served, count: int) -> float:
    """The seconds from the first submission of so many to the last result."""
    with service.client() as client:
        began = time.perf_counter()
        names = [client.post(_API, json=_BODY).json()["id"] for _ in range(count)]
        for name in names:
            while client.get(f"{_API}/{name}", params={"wait": 60}).json()["state"] != "done":
                pass
        return time.perf_counter() - began


def one_graded(service: _Served) -> float:
    """The seconds from a submission to its result, with nothing else to do."""
    return all_graded(service, 1)


def rate(service: _Served, count: int, rounds: int) -> Row:
    """The service's rate by that of a batch of the same submissions, with its start."""
    with handed_in(count) as folder:
        pairs = interleaved(
            lambda: seconds(command(folder, "bubblewrap", folder / "results.jsonl")),
            lambda: all_graded(service, count), rounds,
        )  # fmt: skip
    ours, theirs = (count / statistics.median(each) for each in (pairs.theirs, pairs.ours))
    medians = f"{ours:.1f} and {theirs:.1f} a second"
    return Row("rate of the service : of grade batch", tuple(pairs.ratios), "at least 0.75", detail=medians)


def delay(service: _Served, rounds: int) -> Row:
    """From POST to result by `grade submit`."""
    pairs = interleaved(lambda: one_graded(service), lambda: seconds(grade("bubblewrap")), rounds)
    medians = f"{statistics.median(pairs.ours):.2f} s and {statistics.median(pairs.theirs):.2f} s"
    return Row("POST to result, idle and warm : grade submit", tuple(pairs.ratios), "2.5", detail=medians)


def polled(service: _Served, people: int, rounds: int) -> Row:
    """A queue's time where everybody waits for their own result as `grade submit` does, by its time alone."""
    pairs = interleaved(
        lambda: asyncio.run(_all_wait(service, people)), lambda: all_graded(service, people), rounds
    )
    medians = f"{statistics.median(pairs.ours):.1f} s and {statistics.median(pairs.theirs):.1f} s"
    return Row(f"{people} who wait : one who waits", tuple(pairs.ratios), "1.1", detail=medians)


async def _all_wait(service: _Served, people: int) -> float:
    """The seconds until so many have handed in and each has waited for their result."""
    # Of the clients at hand the one that takes least from the processors that grade.
    connector = aiohttp.TCPConnector(limit=people)
    async with aiohttp.ClientSession(service.url, headers=service.headers, connector=connector) as client:

        async def person() -> None:
            async with client.post(_API, json=_BODY) as answer:
                name, state = (await answer.json())["id"], "queued"
            while state not in ("done", "failed"):
                async with client.get(f"{_API}/{name}", params={"wait": 20}) as answer:
                    state = (await answer.json())["state"]

        began = time.perf_counter()
        await asyncio.gather(*(person() for _ in range(people)))
        return time.perf_counter() - began


def memory(service: _Served, count: int) -> Row:
    """The service's memory with so many in the queue, by that with a hundred; they stay there."""
    few, many = (asyncio.run(_resident(service, queued)) for queued in (_FEW, count))
    return Row(
        f"memory, {count} queued : {_FEW} queued", (many / few,), "1.2",
        detail=f"{many / 1e6:.0f} MB and {few / 1e6:.0f} MB",
    )  # fmt: skip


async def _resident(service: _Served, count: int) -> int:
    """The service's memory in bytes when it has taken `count` submissions more."""
    left = iter(range(count))
    async with httpx.AsyncClient(base_url=service.url, headers=service.headers, timeout=600) as client:

        async def hand_in() -> None:
            for _ in left:
                (await client.post(_API, json=_BODY)).raise_for_status()

        await asyncio.gather(*(hand_in() for _ in range(_AT_ONCE)))
    pages = int(Path(f"/proc/{service.pid}/statm").read_text().split()[1])
    return pages * resource.getpagesize()


def main() -> None:
    """Prints a line for each comparison."""
    parser = argparse.ArgumentParser(description="What a service costs beside grading at home.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--submissions", type=int, default=60)
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("--queued", type=int, default=10_000)
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    with served() as service:
        one_graded(service)
        found = [
            rate(service, options.submissions, options.rounds),
            delay(service, 3 * options.rounds),
            polled(service, options.people, options.rounds),
            memory(service, options.queued),
        ]
    lines = [
        (
            row.name,
            f"{row.median:.2f}",
            f"{min(row.ratios):.2f} - {max(row.ratios):.2f}",
            row.most,
            row.detail,
        )
        for row in found
    ]
    print(table(_HEADER, lines, markdown=options.markdown))


if __name__ == "__main__":
    main()
