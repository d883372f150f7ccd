"""A judge that says what a test wants it to say, and a sandbox in which nothing runs."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from grader.errors import GraderError
from grader.exercises.exercise import Exercise
from grader.judge.assignment import Assignment, Suites
from grader.judge.events import Event
from grader.limits import Limits
from grader.report import Announce, Test, Visibility
from grader.sandboxes.base import Description, Ending, Framing, Launch, SandboxEnd
from grader.submissions.submission import Submission


@dataclass
class FakeJudge:
    """Tells `script`, and raises what in it is an error; notes what it was told."""

    script: list[Event | GraderError]
    suites: Suites | None = None
    assignment: Assignment | None = None
    walls: tuple[str, ...] = ()
    closed: int = 0

    def begin(self, suites: Suites, assignment: Assignment) -> None:
        self.suites, self.assignment = suites, assignment

    def give_stream(
        self, stream: socket.socket, *, framing: Framing, walls: tuple[str, ...], loop_seconds: float = 0.0
    ) -> None:
        self.walls = walls

    def events(self, silent_seconds: float) -> Iterator[Event]:
        for event in self.script:
            if isinstance(event, GraderError):
                raise event
            yield event

    def close(self) -> None:
        self.closed += 1


@dataclass
class FakeSandbox:
    """Ends as it was told; its closing waits for `may_close`."""

    end: Ending = field(default_factory=lambda: Ending(SandboxEnd.ENDED))
    framing: Framing = Framing.NONE
    bounded: tuple[str, ...] = ("memory",)
    image_digest: str | None = "sha256:1"
    may_close: threading.Event = field(default_factory=threading.Event)
    closed: int = 0

    def __post_init__(self) -> None:
        self.may_close.set()

    def begin(self) -> None:
        self.stream, self.inside = socket.socketpair()

    def ending(self) -> Ending:
        return self.end

    def close(self) -> None:
        assert self.may_close.wait(10)
        self.stream.close()
        self.inside.close()
        self.closed += 1


@dataclass
class FakeProvider:
    """Gives that sandbox, or first raises `refusals`, one each time it is asked."""

    sandbox: FakeSandbox = field(default_factory=FakeSandbox)
    refusals: list[GraderError] = field(default_factory=list)
    opened: int = 0
    prepared: int = 0

    def prepare(self, announce: Announce, environment: object = None) -> None:
        self.prepared += 1

    def open(self, launch: Launch) -> FakeSandbox:
        if self.refusals:
            raise self.refusals.pop(0)
        self.opened += 1
        self.sandbox.begin()
        return self.sandbox

    def describe(self, environment: object = None) -> Description:
        return Description("fake", walls=("network",))


def exercise(folder: Path, *, points: float, hidden: bool = True) -> Exercise:
    """An exercise without files but its folders."""
    for name in ("visible", "hidden") if hidden else ("visible",):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "exercise.toml").write_text("")
    return Exercise(
        slug="tiny", folder=folder, title="Tiny", version="1.0.0", summary="", names=("f",), points=points,
        bonus_points=0, libraries=(), loopback=False, limits=Limits(1, 2, 256 << 20),
    )  # fmt: skip


def a_test(name: str, points: float = 1.0) -> Test:
    return Test(name, name, "Tests", points, bonus=False, visibility=Visibility.HIDDEN)


SUBMISSION = Submission("solution.py", b"def f(): ...\n")
