"""Runs of `grade submit` on a right submission, each with one fault, and what they leave."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests import real

PROJECT = Path(__file__).resolve().parents[2]
RIGHT = PROJECT / "exercises/flatten/submissions/accepted/explicit_stack.py"
# How many moments of each kind are tried; with more, for figures, everything runs, also what takes minutes.
ASKED_FOR = "GRADE_FAULT_ROUNDS"
ROUNDS = int(os.environ.get(ASKED_FOR, "3"))
# No run, however hurt, may take longer; and nothing of it may still be there that much later.
END_SECONDS = 150.0
GONE_SECONDS = 30.0
_PR_SET_CHILD_SUBREAPER = 36


_LENGTHS: dict[str, float] = {}  # of an unhurt run, by the sandbox


@dataclass(frozen=True)
class Done:
    """How a hurt run ended."""

    code: int
    out: str
    err: str

    def conclusion(self, fatal: tuple[int, ...] = ()) -> str:
        """What came of the run, in a word; `fatal` are the exit codes that the fault itself may cause.

        Fails where a score is not the right one, or where it is not said what to do.
        """
        report = json.loads(self.out) if self.out else None
        if report is not None and report["status"] == "graded":
            assert report["score"]["fraction"] == 1, self.out
            assert report["score"]["bonus"] == report["score"]["max_bonus"], self.out
            assert {test["verdict"] for test in report["tests"]} == {"passed"}, self.out
            # The report was already printed when the signal came.
            assert self.code in (0, *fatal), self
            return "full score"
        if self.code in fatal:
            assert report is None, self
            return f"ended with {self.code}"
        assert self.code == 3, self
        assert report is not None and report["status"] == "error" and report["score"] is None, self
        problem = report["problem"]
        assert problem["owner"] == "infrastructure" and problem["message"] and problem["remedy"], self
        assert self.err.splitlines()[-1].startswith("grade: ") and "Traceback" not in self.err, self
        return f"no score: {problem['code']}"


@dataclass
class Course:
    """The runs of one test: in which folder and sandbox, and with which process ids."""

    folder: Path
    kind: str
    pids: list[int] = field(default_factory=list)
    env: dict[str, str] = field(default_factory=dict)

    @contextlib.contextmanager
    def started(self) -> Iterator[subprocess.Popen[str]]:
        """Starts a run, and kills what is left of it when the block ends."""
        inherited = {
            name: os.environ[name]
            for name in ("PATH", "HOME", "DOCKER_HOST", "LD_LIBRARY_PATH")
            if name in os.environ
        }
        env = {
            **inherited, "PYTHONPATH": str(PROJECT), "LANG": "C.UTF-8", "TMPDIR": str(self.temporary),
            "GRADE_CACHE": str(real.cache(self.folder)), **self.env,
        }  # fmt: skip
        argv = [
            sys.executable,
            "-m",
            "grader",
            "submit",
            str(RIGHT),
            "--format",
            "json",
            "--sandbox",
            self.kind,
        ]
        with subprocess.Popen(
            argv, cwd=self.folder, env=env, text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as process:  # fmt: skip
            self.pids.append(process.pid)
            try:
                yield process
            finally:
                process.kill()

    @property
    def temporary(self) -> Path:
        """The only folder for temporary files that the runs know."""
        folder = self.folder / "tmp"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def run(self, hurt: Callable[[subprocess.Popen[str]], None] = lambda process: None) -> Done:
        """Does a run from start to end, with what `hurt` does to it."""
        with self.started() as process:
            hurt(process)
            out, err = process.communicate(timeout=END_SECONDS)
        return Done(process.returncode, out, err)

    def length_seconds(self) -> float:
        """How long an unhurt run takes, which must be right: the second one, when caches are warm."""
        for _ in range(2 if self.kind not in _LENGTHS else 0):
            began = time.monotonic()
            assert self.run().conclusion() == "full score"
            _LENGTHS[self.kind] = time.monotonic() - began
        return _LENGTHS[self.kind]

    def conclusions(
        self,
        name: str,
        hurt: Callable[[subprocess.Popen[str]], None],
        fatal: tuple[int, ...] = (),
        rounds: int = ROUNDS,
    ) -> Counter[str]:
        """What came of `rounds` runs, each hurt at a moment that follows from `name` and the round."""
        length = self.length_seconds()
        counts: Counter[str] = Counter()
        for number in range(rounds):
            moment = random.Random(f"{name} {number}").uniform(0, length)

            def later(process: subprocess.Popen[str], moment: float = moment) -> None:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(moment)
                hurt(process)

            counts[self.run(later).conclusion(fatal)] += 1
        print(f"{name}, {self.kind}: {rounds} rounds over {length:.2f} s: {dict(counts)}")
        return counts

    # --- what is left

    def left(self) -> list[str]:
        """What there still is of the runs."""
        owners = {str(pid) for pid in self.pids}
        return [
            *(f"file {path.name}" for path in self.temporary.iterdir()),
            *(f"file {path.name}" for path in self.folder.iterdir() if path.name not in ("cache", "tmp")),
            *(
                f"cgroup {folder}/{name}"
                for folder, names, _ in os.walk("/sys/fs/cgroup")  # which others change meanwhile
                for name in names
                if name.startswith("grade-") and name.split("-")[1] in owners
            ),
            *(
                f"container of {owner}"
                for owner in (containers() if self.kind == "docker" else ())
                if owner in owners
            ),
        ]


def containers() -> dict[str, str]:
    """The containers of graders by the graders' process ids."""
    argv = ["docker", "ps", "-a", "--no-trunc", "--filter", "label=io.grade.sandbox=container", "--format"]
    done = subprocess.run(
        [*argv, '{{.Label "io.grade.sandbox.owner"}} {{.ID}}'],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    return {line.split()[1]: line.split()[-1] for line in done.stdout.splitlines() if len(line.split()) == 4}


def children(pid: int | str = "self") -> set[int]:
    """The ids of the processes that `pid` has started, or was left."""
    pids: set[int] = set()
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            pids.update(map(int, (task / "children").read_text().split()))
    return pids


def command_line(pid: int) -> bytes:
    """What the process `pid` was started with; empty where it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def state(pid: int) -> str:
    """The state of the process `pid`, a letter as in `ps`; empty where it is gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return ""


def wait_until_none(find: Callable[[], object], what: str) -> None:
    """Waits until `find` finds nothing."""
    deadline = time.monotonic() + GONE_SECONDS
    while remains := find():
        assert time.monotonic() < deadline, f"{what}: {remains}"
        time.sleep(0.02)  # between two looks; what ends it is the thing itself


def mounts() -> set[str]:
    """The mounts by number and place."""
    lines = Path("/proc/self/mountinfo").read_text().splitlines()
    return {f"{line.split()[0]} {line.split()[4]}" for line in lines}


@pytest.fixture(params=real.NAMES)
def kind(request: pytest.FixtureRequest) -> str:
    """The name of a sandbox that works here."""
    real.sandbox_or_skip(request.param)
    return str(request.param)


@pytest.fixture
def course(kind: str, tmp_path: Path) -> Iterator[Course]:
    """The runs of this test, of which nothing may be left when one more has ended."""
    adopt(True)
    children_before, mounts_before = children(), mounts()
    try:
        course = Course(tmp_path, kind)
        yield course
        assert course.run().conclusion() == "full score"
        wait_until_none(lambda: _named(adopted() - children_before), "processes are left")
        wait_until_none(course.left, "something is left")
        came = mounts() - mounts_before  # perhaps of somebody else's container, which ends as well
        wait_until_none(lambda: came & mounts(), "mounts are left")
    finally:
        adopt(False)


def adopted() -> set[int]:
    """The ids of our children; those that have ended are reaped."""
    for pid in children():
        if state(pid) == "Z":
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
    return children()


def _named(pids: set[int]) -> list[str]:
    return [f"{pid} ({state(pid)}) {command_line(pid)!r}" for pid in pids]


def adopt(enabled: bool) -> None:
    """Makes us the parent of what a killed run leaves (PR_SET_CHILD_SUBREAPER), or ends that."""
    assert ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, int(enabled), 0, 0, 0) == 0


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> None:
    """Sends a signal to a process, if it is still there."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def when_there(process: subprocess.Popen[str], find: Callable[[], Any]) -> Any:
    """What `find` gives, as soon as that is something; None where the run ends before."""
    while process.poll() is None:
        if result := find():
            return result
        time.sleep(0.001)
    return None
