"""One run of pytest with `--solution`, with its exercise and its open sandbox.

Tests run through the judge's own plugin, in this process; pytest only does the reporting.
"""

from __future__ import annotations

import gc
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .. import seeds
from ..errors import GraderError
from ..exercises.code_rules import NO_RULES, CodeRules
from ..exercises.exercise import MANIFEST, Exercise
from ..exercises.manifest import load
from ..grading.opening import open_sandbox
from ..judge.assignment import Assignment, Suites
from ..judge.fixtures.credit import CREDIT
from ..judge.fixtures.offered import Fixtures
from ..judge.inside.afterwards import Afterwards
from ..judge.inside.case_tests import CaseFile, Cases
from ..judge.inside.hooks import RunHooks
from ..judge.inside.interrupts import Interrupts
from ..judge.inside.plugin import JudgePlugin
from ..judge.inside.solution import offer
from ..judge.talk.conversation import Conversation
from ..judge.talk.protections import met_closed
from ..judge.talk.stream import SandboxStream
from ..judge.talk.trouble import SandboxLost
from ..limits import Limits
from ..sandboxes.registry import NAMES, choose
from ..submissions.fitting import fitted
from ..submissions.reading import read
from ..submissions.submission import Submission
from ..text import printable_lines
from ..wire.messages import Start
from . import exercise_libraries
from .shown import make_printable, readable

# Until the tests are collected nobody knows the exercise, and nothing runs.
_NO_SUITES = Suites("", (), Limits(0, 0, 0))
# How long a person may sit at a debugger's prompt before the sandbox ends the test.
_DEBUGGING_SECONDS = 3600.0
_CONVERSATION = pytest.StashKey[Conversation]()


def add_options(parser: pytest.Parser) -> None:
    """Adds the options that have a meaning only with `--solution`."""
    group = parser.getgroup("grade")
    group.addoption("--sandbox", choices=NAMES, default="auto", help="where the solution runs")
    group.addoption("--seed", type=int, help="repeat a run with its inputs and order")


def begin_early(config: pytest.Config) -> None:
    """Makes `solution` and the exercise's libraries importable before the first `conftest.py` runs.

    Raises:
        pytest.UsageError: the libraries cannot be had.
    """
    conversation = config.stash[_CONVERSATION] = Conversation()
    offer(conversation)
    folder = _named(config)
    if folder is None:
        return
    try:
        exercise_libraries.use(config, conversation, load(folder))
    except GraderError as exc:
        raise pytest.UsageError(str(exc)) from None


def begin(config: pytest.Config) -> None:
    """Registers the plugins that run the tests against the solution.

    Raises:
        pytest.UsageError: the solution cannot be read.
    """
    seed = seeds.drawn() if config.option.seed is None else config.option.seed
    conversation = config.stash[_CONVERSATION]
    try:
        session = Session(config, conversation, read(config.option.solution), seed)
    except GraderError as exc:
        raise pytest.UsageError(str(exc)) from None
    config.pluginmanager.register(session, "grade-session")
    config.pluginmanager.register(Fixtures(conversation, lambda: seed), "grade-fixtures")
    config.pluginmanager.register(Cases(conversation), "grade-cases")
    config.pluginmanager.register(Interrupts(), "grade-interrupts")
    config.pluginmanager.register(Afterwards(conversation), "grade-afterwards")


class Session(JudgePlugin):
    """The judge's plugin together with pytest's own reports; its sandbox is open while pytest runs."""

    reports = True

    def __init__(
        self, config: pytest.Config, conversation: Conversation, submission: Submission, seed: int
    ) -> None:
        super().__init__(conversation, _NO_SUITES, RunHooks(before_first=self._open), Assignment(seed))
        self._config = config
        self._submission = submission
        self._exercise: Exercise | None = None
        self._stack = ExitStack()
        self._where = ""
        self._awarded: list[str] = []

    @property
    def limits(self) -> Limits:
        """The limits of the exercise, which is known once its first test is collected."""
        return self._exercise.limits if self._exercise else _NO_SUITES.limits

    @property
    def is_program(self) -> bool:
        """Whether the exercise tests programs, which is known once its first test is collected."""
        return self._exercise is not None and self._exercise.is_program

    @property
    def rules(self) -> CodeRules:
        """The exercise's rules for code, which are known once its first test is collected."""
        return self._exercise.rules if self._exercise else NO_RULES

    def pytest_report_header(self) -> str:
        """Names the solution and the seed at the top of pytest's output."""
        return f"solution: {self._submission.file}, seed {self._assignment.seed}"

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Names the sandbox and the seed at the end of pytest's output."""
        for line in self._awarded:
            terminalreporter.write_line(line)
        if self._where:
            terminalreporter.write_line(
                f"{self._submission.file} ran in {self._where}; seed {self._assignment.seed}"
            )

    def pytest_unconfigure(self) -> None:
        """Closes the sandbox."""
        self._stack.close()

    # --- the exercise

    def pytest_collectstart(self, collector: pytest.Collector) -> None:
        """Finds the exercise that all tests belong to, before their files are imported."""
        if not isinstance(collector, pytest.Module | CaseFile):
            return
        folder = _folder(collector)
        if self._exercise is None:
            try:
                self._exercise = load(folder)
                self._submission = fitted(self._submission, self._exercise)
                offer(self._conversation, self._exercise.demands.solution, self._exercise.frameworks)
            except GraderError as exc:
                raise pytest.UsageError(str(exc)) from None
        elif self._exercise.folder != folder:
            raise pytest.UsageError(
                f"One solution is for one exercise, but these tests are of {self._exercise.slug} and "
                f"{folder.name}: name one."
            )

    def place(self, item: pytest.Item) -> str:
        """The id of a test within its exercise, as in a grading; the test's random inputs depend on it."""
        assert self._exercise is not None
        inner = item.path.relative_to(self._exercise.folder).as_posix()
        return f"{inner}::{item.nodeid.partition('::')[2]}"

    def broken(self, where: str, text: str, sentence: str = "") -> None:
        """Refuses wrong markers; does nothing about errors of a suite's code, which pytest shows itself."""
        if sentence:
            raise pytest.UsageError(f"{where}: {sentence}.")

    # --- the sandbox

    def _open(self) -> None:
        if self._exercise is None:
            return
        reporter = self._config.get_terminal_writer()
        try:
            provider = choose(self._config.option.sandbox, None, self._exercise.environment)
            sandbox = open_sandbox(provider, self._exercise, self._submission, reporter.line)
            self._stack.callback(sandbox.close)
            about = provider.describe(self._exercise.environment)
            self._conversation.connect(SandboxStream(sandbox.stream, sandbox.framing))
            inside = met_closed(self._conversation, about.walls)
        except (GraderError, SandboxLost) as exc:
            raise pytest.exit.Exception(f"Nothing was run: {exc}", 3) from None
        # pytest has reported the first attempt already.
        self.pace.begin(inside.loop_seconds, confirms=False)
        self._where = f"{about.kind} on Python {inside.python}"

    def _start(self, item: pytest.Item) -> Start:
        start = super()._start(item)
        if self._config.option.usepdb or self._config.option.trace:
            return start._replace(wall_seconds=_DEBUGGING_SECONDS)
        return start

    # --- what is shown

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None]:
        """Fails, as a grading does, a test that asked for nothing or caught the exception to end it."""
        yield
        if self._conversation.trouble is not None:
            raise self._conversation.trouble
        self._conversation.settle()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Shows where in the suite a failure is, and what the candidate's code printed."""
        if call.excinfo is not None:
            # A task that is collected while pytest parses a source shows a traceback, and parses another for
            # it: that ended the run with CPython 3.11.
            gc.collect()
            call.excinfo = readable(call.excinfo)
        report = yield from super().pytest_runtest_makereport(item, call)
        credit = item.stash.get(CREDIT, None)
        if call.when == "call" and credit is not None and credit.words:
            report.sections.append(("Told by the suite", "\n".join(printable_lines(credit.words))))
        if call.when == "call" and credit is not None and credit.share is not None:
            self._awarded.append(f"{self.place(item)} was awarded {credit.share:.0%} of its points")
        make_printable(report, self._conversation if call.when == "call" else None)
        return report


def _named(config: pytest.Config) -> Path | None:
    """The exercise's folder, found from the paths on the command line, else from the current folder."""
    here = config.invocation_params.dir
    named = [str(name).partition("::")[0] for name in config.known_args_namespace.file_or_dir]
    for path in [(here / name).resolve() for name in named] or [here.resolve()]:
        for folder in (path, *path.parents):
            if (folder / MANIFEST).is_file():
                return folder
    return None


def _folder(collector: pytest.Collector) -> Path:
    for folder in collector.path.parents:
        if (folder / MANIFEST).is_file():
            return folder
    name = collector.nodeid
    raise pytest.UsageError(f"{name} belongs to no exercise: no folder above it holds an {MANIFEST}.")
