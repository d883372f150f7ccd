"""The pytest plugin: `from solution import …`, markers, and from pytest's outcome to a verdict."""

from __future__ import annotations

import inspect
import random
import re
import signal
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol  # what pytest's own hook calls; reruns and the like use it too

from ..limits import Limits
from ..report import Verdict, Visibility
from ..wire.messages import Ended, RefKind, Start
from ..wire.values import Ref
from .candidate import Candidate, SandboxLost, Trouble
from .exceptions import line_of_submission
from .proxies import Proxy

MARKERS = (
    "points(number): what the test is worth, 1 if not given",
    "bonus: its points count apart from the base points",
    "group(name): the heading under which it is reported",
    "hint(text): shown to the candidate where it fails",
    "clock(speed): how many times faster than real time the event loops inside run",
    "limits(**limits): cpu_seconds, wall_seconds or memory_mb for this test alone",
)
# A suite's own work on an answer may take this long beyond the test's limit.
_SUITE_SECONDS = 10.0
_MESSAGE_CHARACTERS = 1500
_MESSAGE_LINES = 12

Emit = Callable[[dict[str, Any]], None]


class SuiteTookTooLong(BaseException):
    """The suite is still at work long after its test's limit."""


class Solution(ModuleType):
    """The module `solution`: every public name in it is a proxy."""

    def __init__(self, candidate: Candidate) -> None:
        super().__init__("solution")
        self.__dict__["_candidate"] = candidate

    def __getattr__(self, name: str) -> Proxy:
        if name.startswith("_"):
            raise AttributeError(name)
        return Proxy(self.__dict__["_candidate"], Ref(RefKind.SYMBOL, 0, name), "symbol")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is known of a test when it is over."""

    passed: bool
    skipped: bool
    failure: BaseException | None
    explanation: str
    trouble: Trouble | None
    loaded: bool
    requests: int


class JudgePlugin:
    """Runs each test against a fresh process, and says how it went."""

    def __init__(self, candidate: Candidate, limits: Start, seed: int, emit: Emit) -> None:
        self._candidate = candidate
        self._limits = limits
        self._seed = seed
        self._emit = emit
        self._explanations: list[tuple[str, BaseException, str]] = []
        self._phases: dict[str, str] = {}
        self._failure: BaseException | None = None
        self._explanation = ""
        self.author_problem = ""
        self.visible_only = False
        self.patience = 1.0
        self.stop: Callable[[], tuple[Verdict, str] | None] = lambda: None
        self.before_first: Callable[[], None] = lambda: None

    # --- before the tests

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declares the markers and puts `solution` where imports find it."""
        for marker in MARKERS:
            config.addinivalue_line("markers", marker)
        sys.modules["solution"] = Solution(self._candidate)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Announces all tests in the order they stand, then shuffles them by the seed."""
        everything = len(items)
        if self.visible_only:
            items[:] = [item for item in items if _visibility(item) is Visibility.VISIBLE]
        tests = [announced(item) for item in items]
        self._emit({"event": "collected", "tests": tests, "left_out": everything - len(items)})
        random.Random(self._seed).shuffle(items)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A suite that cannot be collected is its author's fault."""
        if report.failed:
            self.author_problem = self.author_problem or _last_line(str(report.longrepr))
            self._emit({"event": "broken", "where": report.nodeid, "text": str(report.longrepr)[-4000:]})

    # --- one test

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """The sandbox is needed only now; it started while the suite was collected."""
        if not session.testsfailed:
            self.before_first()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Runs one test with a process of the candidate's around it."""
        if self._candidate.lost:
            self._emit(_unrun(item, Verdict.CRASHED, "the sandbox had ended"))
            return True
        stopped = self.stop()
        if stopped is not None:
            self._emit(_unrun(item, *stopped))
            return True
        self._phases, self._failure, self._explanation = {}, None, ""
        start = self._start(item)
        self._emit({"event": "started", "id": item.nodeid})
        self._candidate.begin(start)
        signal.signal(signal.SIGALRM, _alarm)
        signal.setitimer(signal.ITIMER_REAL, start.wall_seconds + _SUITE_SECONDS)
        try:
            runtestprotocol(item, log=False, nextitem=nextitem)
        except SuiteTookTooLong as exc:  # it hit between two phases
            self._failure = exc
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self._settle()
        self._finish(item)
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Runs a test that is a coroutine function."""
        if not inspect.iscoroutinefunction(pyfuncitem.obj):
            return None
        import asyncio  # not above: few suites need it, and it takes long to import

        names = pyfuncitem._fixtureinfo.argnames
        asyncio.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Notes how each phase went."""
        report = yield
        self._phases[call.when] = "xfail" if hasattr(report, "wasxfail") else report.outcome
        if call.excinfo is not None and self._failure is None and report.outcome != "skipped":
            self._failure = call.excinfo.value
            self._explanation = _explained(call.excinfo)
        return report

    def _start(self, item: pytest.Item) -> Start:
        marker, clock = item.get_closest_marker("limits"), item.get_closest_marker("clock")
        own = marker.kwargs if marker else {}
        speed = float(clock.args[0]) if clock else 1.0
        if "clock" in getattr(item, "fixturenames", ()):
            speed = 0.0
        return Start(
            cpu_seconds=self.patience * float(own.get("cpu_seconds", self._limits.cpu_seconds)),
            wall_seconds=self.patience * float(own.get("wall_seconds", self._limits.wall_seconds)),
            memory_bytes=(int(own["memory_mb"]) << 20 if "memory_mb" in own else self._limits.memory_bytes),
            processes=self._limits.processes,
            output_bytes=self._limits.output_bytes,
            clock_speed=speed,
            cpu=current_cpu(),
        )

    def _settle(self) -> None:
        """A test that asked for nothing passes only if the file can be loaded."""
        try:
            if self._candidate.trouble is None:
                self._candidate.settle()
        except Trouble:
            pass  # the candidate remembers it

    def _finish(self, item: pytest.Item) -> None:
        candidate = self._candidate
        loaded = candidate.loaded
        try:
            ended: Ended | None = candidate.end()
        except SandboxLost:
            ended = None
        outcome = Outcome(
            passed=all(word == "passed" for word in self._phases.values()) and "call" in self._phases,
            skipped="skipped" in self._phases.values(),
            failure=self._failure,
            explanation=self._explanation,
            trouble=candidate.trouble,
            loaded=loaded,
            requests=candidate.requests,
        )
        verdict, message = judged(outcome)
        if verdict is None:
            self.author_problem = f"{item.nodeid}: {message}"
            self._emit({"event": "broken", "where": item.nodeid, "text": message})
            raise pytest.exit.Exception("the suite is broken", 4)
        if verdict is Verdict.FAILED and _visibility(item) is Visibility.VISIBLE:
            message = f"{candidate.last_call}\n{message}"
        self._emit(
            {
                "event": "check",
                "id": item.nodeid,
                "verdict": verdict.value,
                "message": _cut(message),
                "output": candidate.output,
                "cpu_seconds": ended.cpu_seconds if ended else 0.0,
                "wall_seconds": ended.wall_seconds if ended else 0.0,
                "while_loading": not loaded,
            }
        )


def judged(outcome: Outcome) -> tuple[Verdict | None, str]:
    """The verdict and what to say of it; no verdict where the suite itself is at fault."""
    if outcome.trouble is not None:
        return outcome.trouble.verdict, outcome.trouble.message
    if isinstance(outcome.failure, SuiteTookTooLong):
        return Verdict.TIMEOUT, "checking the answer took too long"
    if isinstance(outcome.failure, MemoryError) and outcome.requests:
        return Verdict.MEMORY, "it used more memory than the limit"
    if outcome.skipped:
        return Verdict.NOT_RUN, "the suite skipped it"
    if outcome.failure is None:
        return (Verdict.PASSED, "") if outcome.passed else (Verdict.FAILED, "it was not shown to pass")
    if outcome.requests == 0 and not isinstance(outcome.failure, (AssertionError, pytest.fail.Exception)):
        # Nothing was asked of the candidate, so nothing of theirs can have caused it.
        return None, outcome.explanation
    return Verdict.FAILED, outcome.explanation


def announced(item: pytest.Item) -> dict[str, Any]:
    """The test as its markers and docstring declare it, ready for JSON."""
    points, group, hint = (item.get_closest_marker(name) for name in ("points", "group", "hint"))
    doc = (inspect.getdoc(getattr(item, "obj", None)) or "").strip()
    title = doc.splitlines()[0] if doc else item.name.removeprefix("test_").replace("_", " ")
    return {
        "id": item.nodeid,
        "title": title.rstrip("."),
        "group": str(group.args[0]) if group else "Tests",
        "points": float(points.args[0]) if points else 1.0,
        "bonus": item.get_closest_marker("bonus") is not None,
        "visibility": _visibility(item).value,
        "hint": str(hint.args[0]) if hint else "",
    }


def start_of(limits: Limits) -> Start:
    """The limits of an exercise as the worker wants them."""
    return Start(
        cpu_seconds=float(limits.cpu_seconds),
        wall_seconds=float(limits.wall_seconds),
        memory_bytes=limits.memory_bytes,
        processes=limits.processes,
        output_bytes=limits.output_bytes,
        clock_speed=1.0,
    )


def current_cpu() -> int:
    """The number of the processor that this thread runs on now."""
    with open("/proc/self/stat", "rb") as file:
        return int(file.read().rpartition(b")")[2].split()[36])


def _visibility(item: pytest.Item) -> Visibility:
    in_visible = "visible" in Path(item.nodeid.partition("::")[0]).parts
    return Visibility.VISIBLE if in_visible else Visibility.HIDDEN


def _unrun(item: pytest.Item, verdict: Verdict, reason: str) -> dict[str, Any]:
    return {
        "event": "check", "id": item.nodeid, "verdict": verdict.value, "message": reason,
        "output": "", "cpu_seconds": 0.0, "wall_seconds": 0.0, "while_loading": False,
    }  # fmt: skip


def _explained(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    exc = excinfo.value
    text = str(exc) if isinstance(exc, AssertionError) else excinfo.exconly()
    line = line_of_submission(exc)
    where = [f"raised in line {line} of the submission"] if line else []
    return "\n".join([text, *where]) or "AssertionError"


def _cut(text: str) -> str:
    # pytest's advice on its own options is none for a candidate.
    lines = [line for line in text.splitlines() if line.strip() and "Use -v to get" not in line]
    # Its derivation of each value repeats the call that is told anyway, at length.
    lines = [line for line in lines if not re.match(r" +\+ +(where|and) ", line)]
    lines = lines[:_MESSAGE_LINES]
    return "\n".join(lines)[:_MESSAGE_CHARACTERS]


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else text


def _alarm(number: int, frame: FrameType | None) -> None:
    raise SuiteTookTooLong
