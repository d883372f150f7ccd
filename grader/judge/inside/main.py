"""The judge process: gets an assignment and a stream, runs the suites, and emits events, one on each line.

It is started before the grader knows what to grade, and imports pytest while the sandbox is being made.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import socket
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any

from ...machine.paths import cache
from ...report import Verdict
from ...sandboxes.base import Framing
from ..assignment import Assignment, Suites, assignment_from, suites_from
from ..events import (
    AllTold,
    CandidateHeard,
    Checked,
    Event,
    GapsFound,
    JudgeFailed,
    Paced,
    SandboxReady,
    StreamLost,
    SuiteBroken,
    to_line,
)
from ..fixtures.offered import Fixtures
from ..talk.conversation import Conversation
from ..talk.protections import met
from ..talk.stream import SandboxStream
from ..talk.trouble import SandboxLost
from . import frameworks, libraries
from .afterwards import Afterwards
from .case_tests import Cases
from .hooks import RunHooks
from .interrupts import Interrupts
from .memory import bound
from .plugin import JudgePlugin
from .solution import offer

# pytest's exit status where it found none; not by its name, which to import takes long.
_NO_TESTS = 5
# What starts fewer modules starts sooner; a suite needs none of these.
_PYTEST_OPTIONS = (
    "-q", "--capture=no", "--import-mode=importlib", "--tb=short",
    "-p", "no:cacheprovider", "-p", "no:junitxml", "-p", "no:pastebin", "-p", "no:doctest",
    "-p", "no:faulthandler", "-p", "no:stepwise", "-p", "no:legacypath", "-p", "no:setuponly",
    "-p", "no:setupplan", "-p", "no:debugging",
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:warnings",
)  # fmt: skip


class Parent:
    """The control channel: commands and the sandbox's stream come in, events go out as lines."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lines = b""
        self._descriptors: list[int] = []
        self._unsent = bytearray()

    def receive(self, command: str) -> dict[str, Any]:
        """The parent's next message, which must be `command`; exits the process if the parent is gone."""
        while b"\n" not in self._lines:
            data, descriptors, _, _ = socket.recv_fds(self._socket, 1 << 16, 1)
            self._descriptors += descriptors
            if not data:
                os._exit(0)
            self._lines += data
        line, _, self._lines = self._lines.partition(b"\n")
        document: dict[str, Any] = json.loads(line)
        assert document["command"] == command
        return document

    def receive_stream(self) -> tuple[SandboxStream, list[str], float]:
        """Waits for the stream to the sandbox, the required protections, and the sandbox's measured speed."""
        document = self.receive("stream")
        framing = Framing(document["framing"])
        stream = SandboxStream(socket.socket(fileno=self._descriptors.pop()), framing)
        return stream, document["walls"], document["loop_seconds"]

    def emit(self, event: Event, *, flush: bool = True) -> None:
        """Sends an event, or buffers it until the next flush; exits the process if the parent is gone."""
        self._unsent += to_line(event)
        if not flush:
            return
        try:
            self._socket.sendall(self._unsent)
        except OSError:
            os._exit(0)
        self._unsent.clear()

    def die_with(self) -> None:
        """Starts a thread that ends this process as soon as the parent has gone."""

        def watch() -> None:
            with contextlib.suppress(OSError):  # killed with events unread: as good as ended
                self._socket.recv(1)
            os._exit(0)

        threading.Thread(target=watch, daemon=True).start()


class Run:
    """One run of the suites: the order of its steps, and when it stops early.

    Until `take` is called this object is shared by all submissions of the exercise.
    """

    def __init__(self, suites: Suites) -> None:
        self._suites = suites
        self._parent: Parent | None = None
        self._early: list[Event] = []  # what is to be told when there is somebody to tell it to
        self._assignment = Assignment(seed=0)
        self._decided = False
        self._began = 0.0
        self._conversation = Conversation(before_hearing=lambda: self._tell(CandidateHeard()))
        if suites.libraries:
            libraries.restrict(suites.libraries)
            self._conversation.imported.allow(suites.libraries)
        hooks = RunHooks(self._emit, self._reason_to_stop, self._meet)
        self._plugin = JudgePlugin(self._conversation, suites, hooks)
        self._pace = self._plugin.pace
        self._fixtures = Fixtures(self._conversation, lambda: self._assignment.seed)

    def take(self, parent: Parent, assignment: Assignment) -> None:
        """Binds the run to one assignment; from now on `parent` gets the events."""
        bound(self._suites.limits.judge_bytes)
        self._parent, self._assignment = parent, assignment
        self._plugin.assign(assignment)
        for event in self._early:
            parent.emit(event)

    def run(self, *more: object) -> int:
        """Collects the tests, waits for the sandbox and runs them; returns pytest's exit status."""
        import pytest

        finders = offer(self._conversation, self._suites.package, self._suites.frameworks)
        plugins = [
            *finders, self._plugin, self._fixtures, Cases(self._conversation), Interrupts(),
            Afterwards(self._conversation), *more
        ]  # fmt: skip
        options = _options(self._suites.folder)
        if self._suites.libraries:  # and nothing else that is installed can be found
            os.environ.pop("PYTEST_DISABLE_PLUGIN_AUTOLOAD", None)
            for name in frameworks.plugins(self._suites.frameworks):
                options += ("-p", f"no:{name}")
            plugins += frameworks.fixtures(self._suites.frameworks, self._conversation.imported)
        return pytest.main([*options, *self._places()], plugins=plugins)

    def _places(self) -> list[str]:
        """Prepares the cache for the suites' byte code; returns the suites' folders."""
        folders = [str(Path(self._suites.folder, name)) for name in self._suites.names]
        # Rewritten suites are kept in our cache, never beside the exercise.
        sys.pycache_prefix = str(cache() / "judge")
        try:
            for folder in folders:
                os.makedirs(f"{sys.pycache_prefix}{folder}", exist_ok=True)
        except OSError:  # the disk is full, which pytest would take for a fault of the suite
            sys.dont_write_bytecode = True
        return folders

    def conclude(self, status: int) -> None:
        """Emits the events that tell how the run ended, by pytest's exit status `status`."""
        self._tell(Paced(self._pace.factor), flush=False)
        if self._conversation.lost:
            self._tell(StreamLost(self._conversation.lost))
        elif int(status) == _NO_TESTS and self._assignment.portion:
            pass  # there are fewer tests than portions
        elif int(status) > 1 and not self._plugin.author_problem:
            text = f"pytest ended with {status!r}"
            if int(status) == _NO_TESTS:
                what = "no test was collected: a test is a function whose name begins with `test_`"
                self._tell(SuiteBroken("", text, what))
                return
            # Once anything came from the candidate's code it may have been that.
            self._tell(JudgeFailed(text) if self._conversation.heard else SuiteBroken("", text))
        self._tell(AllTold())

    def _meet(self) -> None:
        assert self._parent is not None
        conversation = self._conversation
        stream, walls, kept_seconds = self._parent.receive_stream()
        conversation.connect(stream)
        self._parent.die_with()
        try:
            readiness = met(conversation, walls)
        except SandboxLost as exc:
            conversation.lose(str(exc))
            return
        if readiness.gaps:
            self._tell(GapsFound(tuple(readiness.gaps)))
            conversation.lose("the sandbox is not closed")
            return
        measured = min(filter(None, (readiness.loop_seconds, kept_seconds)), default=0.0)
        # Time-outs need no confirmation if no verdicts are published or the limits are being tested.
        confirms = not self._assignment.decisive and self._assignment.patience == 1.0
        self._pace.begin(measured, confirms=confirms)
        ready = SandboxReady(
            readiness.python, readiness.protections, readiness.loop_seconds, self._pace.factor
        )
        self._tell(ready)
        self._began = time.monotonic()

    def _emit(self, event: Event) -> None:
        if not isinstance(event, Checked):
            self._tell(event)
            return
        if event.id in self._assignment.decisive and event.verdict is not Verdict.PASSED:
            self._decided = True
        # Told together with what follows at once, so that the grader wakes up half as often.
        self._tell(event, flush=False)

    def _tell(self, event: Event, *, flush: bool = True) -> None:
        if self._parent is None:
            self._early.append(event)
        else:
            self._parent.emit(event, flush=flush)

    @property
    def _allowed_seconds(self) -> float:
        return (
            self._suites.limits.total_seconds
            * max(1.0, self._assignment.patience)
            * max(1.0, self._pace.factor)
        )

    def _reason_to_stop(self) -> tuple[Verdict, str] | None:
        if self._decided:
            return Verdict.NOT_RUN, "not run: a test before it decided"
        if time.monotonic() - self._began > self._allowed_seconds:
            return Verdict.TIMEOUT, "not run: the time for the whole submission was used up"
        return None


def _options(folder: str) -> list[str]:
    """The command-line options for pytest, for an exercise in `folder`."""
    logs = any(b"caplog" in file.read_bytes() for file in Path(folder).rglob("*.py"))
    options = [*_PYTEST_OPTIONS, *(() if logs else ("-p", "no:logging"))]
    return [*options, "-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}"]


def main(control: int) -> None:
    """Judges one submission as told on the socket with the descriptor `control`."""
    os.chdir("/")
    parent = Parent(socket.socket(fileno=control))
    try:
        import pytest  # noqa: F401 - the slow part, done while the parent is still preparing

        command = parent.receive("begin")
        # Collection was off while importing, which makes many objects and no garbage.
        gc.freeze()
        gc.enable()
        run = Run(suites_from(command["suites"]))
        run.take(parent, assignment_from(command["assignment"]))
        run.conclude(run.run())
    except BaseException:
        parent.emit(JudgeFailed(traceback.format_exc()[-8000:]))
        raise
