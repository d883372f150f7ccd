"""A call over the wire, through the judge's own `Candidate` into a real sandbox.

Beside each call stands a ping-pong of the same value over `multiprocessing.Pipe`, which pickles it: no
sandbox, no bounds, no types to check, with a process on the same processor, as the worker is.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from grader.judge.inside.starts import current_cpu
from grader.judge.talk.conversation import Conversation
from grader.judge.talk.stream import SandboxStream
from grader.sandboxes.base import Launch
from grader.sandboxes.registry import choose
from grader.wire.frames import Frame, Kind
from grader.wire.messages import Setup, Start, pack

from . import container
from .pairs import Row, compared, interleaved, shown, timed

_ECHO = b"def echo(value):\n    return value\n"
_MEMORY_BYTES = 512 << 20
_SECONDS = 300.0
_CALLS = 300  # in one round, whose figure is their median
_LONG = 200_000
_DEEP = 100_000
# How many seconds are allowed.
_CALL_SECONDS = {"docker": 0.4e-3, "bubblewrap": 0.2e-3}
_LONG_SECONDS = 0.5
_DEEP_SECONDS = 1.0

Echo = Callable[[Any], Any]
Measure = Callable[[Echo], float]


@dataclass(frozen=True, slots=True)
class Local:
    """A process at the other end of a pipe that sends back what it gets."""

    pipe: Connection
    pid: int

    def echo(self, value: Any) -> Any:
        """Sends `value` to the process, and gives what comes back."""
        self.pipe.send(value)
        return self.pipe.recv()

    def measured(self, measure: Measure) -> float:
        """The result of `measure` while both of us are on one processor, as judge and worker are."""
        before = os.sched_getaffinity(0)
        cpu = {current_cpu()}
        try:
            for pid in (0, self.pid):
                os.sched_setaffinity(pid, cpu)
            return measure(self.echo)
        finally:
            os.sched_setaffinity(0, before)


@dataclass(frozen=True, slots=True)
class Remote:
    """The function `echo` of a submission in a sandbox."""

    candidate: Conversation

    def measured(self, measure: Measure) -> float:
        """The result of `measure` in a test of its own: what one test may send is bounded."""
        self.candidate.begin(
            Start(
                cpu_seconds=_SECONDS, wall_seconds=_SECONDS, memory_bytes=_MEMORY_BYTES, processes=64,
                output_bytes=1 << 20, clock_speed=1.0, cpu=current_cpu(),
            )
        )  # fmt: skip
        try:
            self.candidate.settle()
            echo = self.candidate.attribute("echo")
            assert echo(0) == 0  # the file is loaded
            return measure(echo)
        finally:
            self.candidate.end()


def rows(rounds: int) -> Iterator[Row]:
    """The comparisons, three rows for each sandbox: a call, a long list, a deep one."""
    with local() as beside:
        for name in ("bubblewrap", "docker"):
            if name == "docker" and not container.available():
                continue
            with _remote(name) as remote:
                yield _call(name, remote, beside, rounds)
                yield _long(name, remote, beside, rounds)
                yield _deep(name, remote, beside, rounds)


def _call(name: str, remote: Remote, local: Local, rounds: int) -> Row:
    def measure(echo: Echo) -> float:
        return statistics.median(timed(lambda: echo(1)) for _ in range(_CALLS))

    return _row(f"{name}: a call : Pipe", (remote, measure), (local, measure), rounds, _CALL_SECONDS[name])


def _long(name: str, remote: Remote, local: Local, rounds: int) -> Row:
    value = list(range(_LONG))

    def measure(echo: Echo) -> float:
        answers: list[Any] = []
        seconds = timed(lambda: answers.append(echo(value)))
        assert answers == [value]
        return seconds

    return _row(
        f"{name}: {_LONG} ints there and back : Pipe",
        (remote, measure), (local, measure), rounds, _LONG_SECONDS,
    )  # fmt: skip


def _deep(name: str, remote: Remote, local: Local, rounds: int) -> Row:
    """The row for deep lists; pickle cannot nest them (RecursionError), so there they stand side by side."""
    deep: list[Any] = []
    for _ in range(_DEEP - 1):
        deep = [deep]
    wide: list[Any] = [[] for _ in range(_DEEP - 1)]
    return _row(
        f"{name}: {_DEEP} lists nested : Pipe, side by side",
        (remote, lambda echo: _there_and_back(echo, deep)),
        (local, lambda echo: _there_and_back(echo, wide)),
        rounds,
        _DEEP_SECONDS,
    )


def _there_and_back(echo: Echo, value: list[Any]) -> float:
    answers: list[Any] = []
    seconds = timed(lambda: answers.append(echo(value)))
    assert len(answers[0]) == len(value)
    return seconds


def _row(
    name: str, ours: tuple[Remote, Measure], theirs: tuple[Local, Measure], rounds: int, most: float
) -> Row:
    pairs = interleaved(lambda: ours[0].measured(ours[1]), lambda: theirs[0].measured(theirs[1]), rounds)
    row = compared(name, pairs)
    return Row(
        row.name, row.ratios, most=shown(most), detail=row.detail,
        kept=statistics.median(pairs.ours) <= most,
    )  # fmt: skip


@contextlib.contextmanager
def _remote(name: str) -> Iterator[Remote]:
    sandbox = choose(name)
    sandbox.prepare(lambda text: None)
    box = sandbox.open(Launch(memory_bytes=_MEMORY_BYTES, processes=64))
    try:
        box.stream.sendall(Frame(Kind.SETUP, 0, pack(Setup(_ECHO, "echo.py", (), False))).encode())
        candidate = Conversation()
        candidate.connect(SandboxStream(box.stream, box.framing))
        candidate.wait_until_ready()
        yield Remote(candidate)
    finally:
        box.close()


@contextlib.contextmanager
def local() -> Iterator[Local]:
    """A process that sends back what it gets, for as long as the block runs."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_answer, args=(theirs,), daemon=True)
    process.start()
    assert process.pid is not None
    try:
        yield Local(ours, process.pid)
    finally:
        process.kill()
        process.join()


def _answer(pipe: Connection) -> None:
    while True:
        pipe.send(pipe.recv())
