"""Grades the attacks that the chosen tests need, some at a time, while the tests wait for theirs."""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
import docker.errors
import pytest

from grader.exercises.environment import Environment
from grader.exercises.exercise import Exercise
from grader.exercises.find import find, root
from grader.grading.many import Judges
from grader.grading.order import Watcher
from grader.machine.paths import shipped
from grader.report import Announce, Check, Report
from grader.sandboxes.base import Description, Launch, Sandbox, SandboxProvider
from grader.sandboxes.bubblewrap.alone import _Started
from tests import real

from .corpus import Attack

# The folders hold submissions, not tests.
collect_ignore_glob = ["*/*"]
SEED = 2024
# The kernel ends what is left of a namespace by and by, once its first process was killed.
DYING_SECONDS = 5.0
# A stub earns what a suite gives away.
STUB = "def {name}(*args, **kwargs): return None\n"

Job = tuple[str, Attack]  # the sandbox's name, and what it shall run


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of grading an attack."""

    report: Report
    seconds: float
    left: tuple[str, ...]  # what is still there of it
    stub_points: float


Graded = Callable[[Job], Outcome]


@pytest.fixture(scope="session")
def graded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graded]:
    """A function that gives the outcome of a job, once it is graded."""
    jobs: list[Job] = [
        item.callspec.params["attempt"]
        for item in request.session.items
        if "attempt" in getattr(item, "fixturenames", ())
    ]  # type: ignore[attr-defined]
    with _TemporaryFilesIn(tmp_path_factory.mktemp("temporary")) as folder:
        grading = _Grading(folder)
        try:
            grading.start(jobs)
            yield grading.outcome
        finally:
            grading.stop()


class _TemporaryFilesIn:
    """Has this process and its children make their temporary files in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._before = tempfile.tempdir, os.environ.get("TMPDIR")

    def __enter__(self) -> Path:
        tempfile.tempdir = os.environ["TMPDIR"] = str(self._folder)
        return self._folder

    def __exit__(self, *_error: object) -> None:
        tempfile.tempdir, before = self._before
        os.environ.pop("TMPDIR")
        if before is not None:
            os.environ["TMPDIR"] = before


class _Grading:
    """Grades in threads: four for most jobs, eight for those that wait, one a sandbox for the greedy ones."""

    def __init__(self, temporary: Path) -> None:
        self._temporary = temporary
        self._judges = Judges()
        self._light, self._waiting = map(ThreadPoolExecutor, (4, 8))
        self._sandboxes = real.Sandboxes()
        self._heavy = {name: ThreadPoolExecutor(1) for name in (*real.NAMES, real.FORKED)}
        self._outcomes: dict[Job, Future[tuple[Report, float, tuple[str, ...]]]] = {}
        self._stubs: dict[tuple[str, str], Future[tuple[Report, float, tuple[str, ...]]]] = {}

    def start(self, jobs: list[Job]) -> None:
        for name, slug in dict.fromkeys((name, attack.exercise) for name, attack in jobs):
            source = "".join(STUB.format(name=function) for function in _exercise(slug).names)
            self._stubs[name, slug] = self._light.submit(self._grade, name, slug, source.encode())
        for name, attack in jobs:
            waits = attack.sleeps or _exercise(attack.exercise).loopback
            pool = self._heavy[name] if attack.heavy else self._waiting if waits else self._light
            future = pool.submit(self._grade, name, attack.exercise, attack.source)
            self._outcomes[name, attack] = future

    def outcome(self, job: Job) -> Outcome:
        name, attack = job
        stub = self._stubs[name, attack.exercise].result()[0]
        assert stub.score is not None
        return Outcome(*self._outcomes[job].result(), stub.score.points)

    def stop(self) -> None:
        for pool in (self._light, self._waiting, *self._heavy.values()):
            pool.shutdown(cancel_futures=True)
        self._sandboxes.close()
        self._judges.close()

    def _grade(self, name: str, slug: str, source: bytes) -> tuple[Report, float, tuple[str, ...]]:
        sandbox = _Observed(self._sandboxes.named(name))
        exercise = _exercise(slug)
        judge = self._judges.judge(exercise)
        watcher = Watcher(on_check=sandbox.look)
        began = time.monotonic()
        report = real.graded(exercise, source, sandbox, seed=SEED, watcher=watcher, judge=judge)
        seconds = time.monotonic() - began
        return report, seconds, (*sandbox.left(), *os.listdir(self._temporary))


def _exercise(slug: str) -> Exercise:
    return find(slug, root(str(shipped("exercises"))))


class _Observed:
    """A sandbox that remembers what it opened, so that one can look for what is left of it."""

    def __init__(self, sandbox: SandboxProvider) -> None:
        self._sandbox = sandbox
        self._boxes: list[Any] = []
        self._namespaces: set[str] = set()

    def prepare(self, progress: Announce, environment: Environment | None = None) -> None:
        self._sandbox.prepare(progress, environment)

    def open(self, launch: Launch) -> Sandbox:
        box = self._sandbox.open(launch)
        self._boxes.append(box)
        return box

    def describe(self, environment: Environment | None = None) -> Description:
        return self._sandbox.describe(environment)

    def look(self, check: Check) -> None:
        """Notes the sandbox's process namespace, which exists when the first test is over."""
        if self._namespaces or self.describe().kind == "docker":
            return
        box = self._boxes[0]
        if isinstance(box._process, _Started):
            bwrap = box._process._process.pid
            lists = [f"/proc/{bwrap}/task/{bwrap}/children"]
        else:  # it is a child of its zygote's, and known by its control group, where it has one
            lists = [f"{folder}/cgroup.procs" for folder in (box._group._folders if box._group else ())]
        for pid in " ".join(map(_text, lists)).split():
            self._namespaces.add(_link(f"/proc/{pid}/ns/pid"))

    def left(self) -> list[str]:
        """The sandbox's containers and processes that are still there."""
        if self.describe().kind == "docker":
            client = docker.from_env()
            try:
                return [box._identifier for box in self._boxes if _exists(client, box._identifier)]
            finally:
                client.close()
        deadline = time.monotonic() + DYING_SECONDS
        while (running := self._running()) and time.monotonic() < deadline:
            time.sleep(0.01)
        return running

    def _running(self) -> list[str]:
        running = [
            f"sandbox {number}" for number, box in enumerate(self._boxes) if box._process.wait(0) is None
        ]
        return running + [
            f"process {pid}: {_text(f'/proc/{pid}/cmdline')}"
            for pid in filter(str.isdigit, os.listdir("/proc"))
            if _link(f"/proc/{pid}/ns/pid") in self._namespaces - {"", _link("/proc/self/ns/pid")}
        ]


def _exists(client: docker.DockerClient, identifier: str) -> bool:
    try:
        client.api.inspect_container(identifier)
    except docker.errors.NotFound:
        return False
    return True


def _text(path: str) -> str:
    try:
        return Path(path).read_text("utf-8", "replace")
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        return os.readlink(path)
    except OSError:
        return ""


def json_bytes(document: dict[str, Any]) -> int:
    """How many bytes `document` takes as a file."""
    return len(json.dumps(document, indent=2))
