"""The judge process: gets a job and a stream, runs the suites, says what it finds, line by line.

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

from ...limits import Limits
from ...machine.paths import cache
from ...report import Verdict
from ..fixtures.offered import Fixtures
from ..talk.conversation import Conversation, SandboxLost
from ..talk.protections import met
from ..talk.stream import SandboxStream
from .memory import bound
from .plugin import JudgePlugin

# Loading the file went beyond a limit this often: it will not go better the next time.
_LOAD_FAILURES = 2
# What starts fewer modules starts sooner; a suite needs none of these.
_PYTEST_OPTIONS = (
    "-q", "--capture=no", "--import-mode=importlib", "--strict-markers", "--tb=short",
    "-p", "no:cacheprovider", "-p", "no:junitxml", "-p", "no:pastebin", "-p", "no:doctest",
    "-p", "no:faulthandler", "-p", "no:stepwise", "-p", "no:legacypath", "-p", "no:setuponly",
    "-p", "no:setupplan", "-p", "no:debugging", "-p", "no:unittest", "-p", "no:logging",
    "-p", "no:unraisableexception", "-p", "no:threadexception", "-p", "no:warnings",
)  # fmt: skip


class Parent:
    """The control channel: a job comes in with the stream, events go out as lines of JSON."""

    def __init__(self, sock: socket.socket) -> None:
        self._socket = sock
        self._lines = b""
        self._unsent = bytearray()
        self._stream: SandboxStream | None = None

    def receive(self) -> dict[str, Any]:
        """The next order; ends the process when the parent is gone."""
        while b"\n" not in self._lines:
            data, descriptors, _, _ = socket.recv_fds(self._socket, 1 << 16, 1)
            for number in descriptors:
                self._stream = SandboxStream(socket.socket(fileno=number), multiplexed=False)
            if not data:
                os._exit(0)
            self._lines += data
        line, _, self._lines = self._lines.partition(b"\n")
        order: dict[str, Any] = json.loads(line)
        return order

    def receive_stream(self) -> tuple[SandboxStream, list[str]]:
        """The stream to the sandbox, which comes when that is open, and the walls that must stand there."""
        order = self.receive()
        assert self._stream is not None and order["order"] == "stream"
        self._stream.multiplexed = order["multiplexed"]
        return self._stream, order["walls"]

    def emit(self, event: dict[str, Any]) -> None:
        """Tells the parent; ends the process when it is gone.

        How a test went is told together with what follows at once, so that the parent wakes up half as often.
        """
        self._unsent += json.dumps(event).encode("ascii") + b"\n"
        if event["event"] == "check":
            return
        try:
            self._socket.sendall(self._unsent)
        except OSError:
            os._exit(0)
        self._unsent.clear()

    def die_with(self) -> None:
        """From now on ends this process as soon as the parent is gone, whatever it is doing."""

        def watch() -> None:
            with contextlib.suppress(OSError):  # killed with events unread: as good as ended
                self._socket.recv(1)
            os._exit(0)

        threading.Thread(target=watch, daemon=True).start()


class Run:
    """One suite run: the order of things, and when to stop early.

    Of the `job` only the exercise is used before `take`: so far it may be anybody's.
    """

    def __init__(self, job: dict[str, Any]) -> None:
        self._parent: Parent | None = None
        self._early: list[dict[str, Any]] = []  # what is to be told when there is somebody to tell it to
        self._limits = Limits(**job["limits"])
        self._folder = job["folder"]
        self._suites = job["suites"]
        self._decisive: frozenset[str] = frozenset()
        self._decided = False
        self._load_failures: list[Verdict] = []
        self._began = 0.0
        self._candidate = Conversation()
        self._fixtures = Fixtures(self._candidate)
        plugin = self._plugin = JudgePlugin(self._candidate, self._limits, self._emit)
        plugin.stop = self._reason_to_stop
        plugin.before_first = self._meet

    def take(self, parent: Parent, job: dict[str, Any]) -> None:
        """From now on this is the run of `job`, and `parent` is told what is found."""
        bound(self._limits.judge_bytes)
        self._parent = parent
        self._decisive = frozenset(job["decisive"])
        plugin = self._plugin
        plugin.seed = self._fixtures.seed = job["seed"]
        plugin.visible_only, plugin.patience = job["visible_only"], job["patience"]
        for event in self._early:
            parent.emit(event)

    def run(self, *more: object) -> int:
        """Collects, waits for the sandbox and runs; gives pytest's exit status. `more` are plugins."""
        import pytest

        plugins = [self._plugin, self._fixtures, *more]
        return pytest.main([*_options(self._folder), *self._places()], plugins=plugins)

    def _places(self) -> list[str]:
        """The folders of the suites, where byte code for them has its place."""
        # Rewritten suites are kept in our cache, never beside the exercise.
        sys.pycache_prefix = str(cache() / "judge")
        try:
            for suite in self._suites:
                os.makedirs(f"{sys.pycache_prefix}{Path(self._folder, suite)}", exist_ok=True)
        except OSError:  # there is no room: pytest would take that for a fault of the suite
            sys.dont_write_bytecode = True
        return [str(Path(self._folder, suite)) for suite in self._suites]

    def conclude(self, status: int) -> None:
        """Tells how it ended, by pytest's exit status."""
        if self._candidate.lost:
            self._tell({"event": "lost", "text": self._candidate.lost})
        elif int(status) > 1 and not self._plugin.author_problem:
            ended = {"text": f"pytest ended with {status!r}", "where": ""}
            # Once anything came from the candidate's code it may have been that.
            self._tell({"event": "failed" if self._candidate.heard else "broken", **ended})
        self._tell({"event": "done"})

    def _meet(self) -> None:
        assert self._parent is not None
        candidate = self._candidate
        stream, walls = self._parent.receive_stream()
        candidate.connect(stream)
        self._parent.die_with()
        try:
            inside = met(candidate, walls)
        except SandboxLost as exc:
            candidate.lost = str(exc)
            return
        if inside.gaps:
            self._tell({"event": "open", "gaps": inside.gaps})
            candidate.lost = "the sandbox is not closed"
            return
        self._tell({"event": "ready", "python": inside.python, "protections": inside.protections})
        self._began = time.monotonic()

    def _emit(self, event: dict[str, Any]) -> None:
        if event.get("while_loading") and event["verdict"] in (
            Verdict.TIMEOUT, Verdict.MEMORY, Verdict.OUTPUT,
        ):  # fmt: skip
            self._load_failures.append(Verdict(event["verdict"]))
        if event.get("id") in self._decisive and event.get("verdict", Verdict.PASSED) != Verdict.PASSED:
            self._decided = True
        self._tell(event)

    def _tell(self, event: dict[str, Any]) -> None:
        if self._parent is None:
            self._early.append(event)
        else:
            self._parent.emit(event)

    def _reason_to_stop(self) -> tuple[Verdict, str] | None:
        if len(self._load_failures) >= _LOAD_FAILURES:
            return self._load_failures[-1], "not run: the file could not be loaded within the limits"
        if self._decided:
            return Verdict.NOT_RUN, "not run: a test before it decided"
        if time.monotonic() - self._began > self._limits.total_seconds * max(1.0, self._plugin.patience):
            return Verdict.TIMEOUT, "not run: the time for the whole submission was used up"
        return None


def _options(folder: str) -> list[str]:
    """Pytest's, where the exercise is in that folder."""
    return [*_PYTEST_OPTIONS, "-c", os.devnull, f"--rootdir={folder}", f"--confcutdir={folder}"]


def main(control: int) -> None:
    """Serves one job on the control socket with that descriptor."""
    os.chdir("/")
    parent = Parent(socket.socket(fileno=control))
    try:
        import pytest  # noqa: F401 - the slow part, done while the parent is still preparing

        job = parent.receive()
        # Collection was off while importing, which makes many objects and no garbage.
        gc.freeze()
        gc.enable()
        run = Run(job)
        run.take(parent, job)
        run.conclude(run.run())
    except BaseException:
        parent.emit({"event": "failed", "text": traceback.format_exc()[-8000:]})
        raise
