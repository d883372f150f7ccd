"""The pytest plugin that judges: imports `solution`, reads markers, and turns outcomes into verdicts."""

from __future__ import annotations

import contextlib
import inspect
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from _pytest.runner import runtestprotocol  # what pytest's own hook calls; reruns and the like use it too

from ... import markers
from ...exercises.code_rules import CodeRules
from ...limits import Limits
from ...report import Verdict, Visibility
from ...text import last_line
from ...wire.messages import Ended, Start
from ..assignment import Assignment, Suites
from ..declared import CAPTURES, DECLARED, SuiteError, check_groups, declared, inherits, offered_to
from ..events import Began, Checked, SuiteBroken
from ..fixtures.credit import CREDIT, Credit
from ..fixtures.inert import inert
from ..fixtures.reflected import Reflected
from ..fixtures.reports import Reports, filters
from ..talk import inspection
from ..talk.conversation import Conversation
from ..talk.exceptions import is_error
from ..talk.trouble import Misused, SandboxLost, Trouble
from .alarm import at_most
from .binding import Binding
from .explanations import beside, brief_comparisons, cut, with_difference
from .hooks import RunHooks
from .memory import let_go
from .pace import Attempted, Pace, Terms
from .phases import Phases
from .portions import announcement, portion
from .remaining import Remaining
from .requirements import Requirements
from .review import Inspection
from .schedule import Schedule
from .solution import offer
from .starts import start_of
from .verdicts import Outcome, Refusal, SuiteTookTooLong, credited, judged

# A suite's own work on an answer may take this long beyond the test's limit.
_SUITE_SECONDS = 10.0
# Twice the test's limit, where its facts are read first, and this beyond it: then the judge says no more.
_SPARE_SECONDS = 60.0
# A test whose values cost more than this, or that ran out of memory, may have left that much garbage.
_GARBAGE_PARTS = 200_000
_UNSHOWN = "it ran again behind hidden tests, so what it printed and said is not shown"


class JudgePlugin:
    """Runs each test against a fresh process with the candidate's code, and emits the verdict."""

    # Whether pytest reports each test as it always does, or the judge alone says how it went.
    reports = False

    def __init__(
        self,
        conversation: Conversation,
        suites: Suites,
        hooks: RunHooks,
        assignment: Assignment | None = None,
    ) -> None:
        self._conversation = conversation
        self._suites = suites
        self._hooks = hooks
        self._assignment = assignment or Assignment(seed=0)
        self._phases = Phases()
        self._after_others = False
        self._binding = Binding(conversation)
        self._reflected = Reflected(conversation)
        self._reports = Reports(conversation)
        self._requirements = Requirements()
        self._refusal: Refusal | None = None
        self._inspection = Inspection(conversation, hooks.emit)
        self._hidden_ran = False
        self._remaining = Remaining()
        self._terms = Terms()
        self.pace = Pace()
        # Pytest's own reports show each test once, as it runs, so nothing may run twice.
        self._turns = Schedule(self, self.pace, tries=lambda: not (self.reports or self._assignment.in_full))
        self.author_problem = ""

    @property
    def limits(self) -> Limits:
        """The limits for tests that declare none."""
        return self._suites.limits

    @property
    def is_program(self) -> bool:
        """Whether the candidate's file is only run as a program, never imported."""
        return self._suites.is_program

    @property
    def rules(self) -> CodeRules:
        """The rules for what a submission's code must not use."""
        return self._suites.rules

    def assign(self, assignment: Assignment) -> None:
        """Sets the assignment, which a forked judge learns only after its suites have been collected."""
        self._assignment = assignment

    # --- before the tests

    def pytest_configure(self, config: pytest.Config) -> None:
        """Declares the markers and makes `solution` importable."""
        for name, function in markers.ALL.items():
            signature = str(inspect.signature(function)).partition(" -> ")[0]
            line = name if signature == "(test: _Test)" else f"{name}{signature}"
            config.addinivalue_line("markers", f"{line}: {(function.__doc__ or '').strip()}")
        config.add_cleanup(inert(self._conversation, str(config.rootpath)))
        offer(self._conversation)
        inspection.install(inspection.reseed(self._conversation))
        # pytest's support of `unittest` asks for them, of a plugin that takes long.
        for name in ("usepdb", "trace"):
            if not hasattr(config.option, name):
                setattr(config.option, name, False)

    def pytest_pycollect_makemodule(self, module_path: Path) -> None:
        """Lets a suite import modules beside it, unless a library has the same name."""
        folder = module_path.parent
        while (folder / "__init__.py").is_file():
            folder = folder.parent
        if str(folder) not in sys.path:
            sys.path.append(str(folder))

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> Generator[None]:
        """Announces all tests in the suite's order, then shuffles those to run.

        Everything before the `yield` is the same for every submission; a fork server forks there.
        """
        try:
            tests = [declared(item, self.place(item), self.limits) for item in items]
            check_groups(tests)
            self._requirements.look(tests)
            if items:
                self._binding.look(items, str(items[0].config.rootpath))
            self._reflected.look(items)
        except SuiteError as exc:
            self.broken(exc.where, str(exc), exc.sentence)
        yield
        everything = len(items)
        if self._assignment.visible_only:
            items[:] = [item for item in items if item.stash[DECLARED].shipped]
        self._remaining.collected(items)
        chosen_tests = [item.stash[DECLARED] for item in items]
        own = portion(chosen_tests, self._requirements.needs, self._assignment)
        self._hooks.emit(announcement(chosen_tests, own, everything - len(items)))
        by_place = {item.stash[DECLARED].id: item for item in items}
        items[:] = [by_place[place] for place in own]

    def place(self, item: pytest.Item) -> str:
        """The id of a test within its exercise."""
        return item.nodeid

    def broken(self, where: str, text: str, sentence: str = "") -> None:
        """Ends the run because of a fault that the suite's author must repair."""
        self.author_problem = f"{where}: {sentence or text}"
        self._hooks.emit(SuiteBroken(where, text, sentence))
        raise pytest.exit.Exception("the suite is broken", 4)

    @pytest.hookimpl(tryfirst=True)
    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Emits that the suite cannot be collected, which is its author's fault."""
        if report.failed:
            self.author_problem = self.author_problem or last_line(str(report.longrepr))
            text, refused = str(report.longrepr)[-4000:], self._conversation.refused
            self._hooks.emit(SuiteBroken(report.nodeid, text, refused))

    # --- one test

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> None:
        """Waits for the sandbox, which was started while the suite was collected."""
        if not self.reports:
            # What pytest would show of a failure is read by nobody, and to find the lines in question it
            # parses the whole suite, which takes longer than most tests.
            session.config.option.tbstyle = "no"
        option = session.config.option
        failed = session.testsfailed and not option.continue_on_collection_errors
        if session.items and not failed and not option.collectonly:
            self._hooks.before_first()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item, nextitem: pytest.Item | None) -> bool:
        """Runs one test with its own process of the candidate's code."""
        if self.reports:
            item.ihook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
        self._turns.take(item, nextitem, len(item.session.items))
        if self.reports:
            item.ihook.pytest_runtest_logfinish(nodeid=item.nodeid, location=item.location)
        return True

    def attempt(self, item: pytest.Item, following: pytest.Item | None, terms: Terms) -> Attempted:
        """Runs one test within `terms`, or finds the reason why it cannot run."""
        filled = self._conversation.parts > _GARBAGE_PARTS or isinstance(self._phases.failure, MemoryError)
        self._phases = Phases()
        if filled:
            let_go()
        test = item.stash[DECLARED]
        item.stash.setdefault(CREDIT, Credit(self._conversation))
        del item.stash[CREDIT]  # an earlier attempt's award
        self._terms = terms
        # Even after the last test there may be further attempts, whose process is then forked late.
        start = self._start(item)._replace(more=following is not None)
        self._after_others = self._conversation.heard
        self._refusal = self._why_not(item, start)
        if self._refusal is None:
            self._hooks.emit(Began(test.id, 2 * start.wall_seconds + _SPARE_SECONDS))
            self._refusal = self._inspection.refusal_of_facts(item, start)
        if self._refusal is None:
            return self._run(item, following, start)
        runtestprotocol(item, log=self.reports, nextitem=following)  # for what is to be torn down
        refusal = self._refusal
        return Attempted(Checked(test.id, refusal.verdict, refusal.message, refusal.remark))

    def waits_for(self, item: pytest.Item, others: list[pytest.Item]) -> bool:
        """Whether the test requires one of `others`."""
        needed = self._requirements.needs[item.stash[DECLARED].id]
        return any(other.stash[DECLARED].id in needed for other in others)

    def turn_back(self, item: pytest.Item) -> None:
        """Tears down fixtures of earlier tests that `item` does not use, as it runs out of order."""
        with contextlib.suppress(Exception):
            item.session._setupstate.teardown_exact(item)

    def conclude(self, item: pytest.Item, attempt: Attempted) -> None:
        """Emits the attempt's result as the test's verdict."""
        self._requirements.note(attempt.checked.id, attempt.checked.verdict)
        self._hooks.emit(attempt.checked)

    def _why_not(self, item: pytest.Item, start: Start) -> Refusal | None:
        test = item.stash[DECLARED]
        if self._conversation.lost:
            return Refusal(Verdict.CRASHED, "the sandbox had ended")
        if refusal := self._inspection.refusal(start, self.rules):
            return refusal
        if test.visibility is Visibility.HIDDEN and not self._apart(item):
            self._inspection.load_ahead(start)
        if failure := self._turns.load_failure:
            return Refusal(failure, "not run: the file could not be loaded within the limits")
        if stopped := self._hooks.reason_to_stop():
            return Refusal(*stopped)
        return self._requirements.refusal(test.id)

    def _run(self, item: pytest.Item, nextitem: pytest.Item | None, start: Start) -> Attempted:
        captures = not CAPTURES.isdisjoint(offered_to(item))
        if self._apart(item):
            self._conversation.begin_apart(start)
        else:
            self._conversation.begin(start, prints=captures)
        self._remaining.runs(item)
        # What outlives a test stands for nothing in the next: whatever may hold it is made anew there.
        following = None if inherits(item) else nextitem
        try:
            with at_most(start.wall_seconds + _SUITE_SECONDS):
                self._settle()
                with brief_comparisons(), self._inside_as_here(item):
                    runtestprotocol(item, log=self.reports, nextitem=following)
        except BaseException as exc:
            # It hit between two phases, or pytest stumbles over what came from the candidate's code.
            ends_test = isinstance(exc, (SuiteTookTooLong, Trouble))
            if not ends_test and not (is_error(exc) and self._is_theirs()):
                raise
            self._phases.broke(exc, f"{type(exc).__name__}, while pytest reported the test")
            # The next test must not find what this one left set up.
            with contextlib.suppress(Exception):
                item.session._setupstate.teardown_exact(nextitem)
        return self._finish(item)

    @contextlib.contextmanager
    def _inside_as_here(self, item: pytest.Item) -> Generator[None]:
        """Makes suite and candidate's file share state during a test as they would in one process."""
        if not self._conversation.loaded:
            yield
            return
        with contextlib.suppress(Trouble):  # which is remembered
            self._reports.ask_for(getattr(item, "module", None))
        with self._binding.filled(item), self._reflected.in_test(), filters(item):
            yield

    def _apart(self, item: pytest.Item) -> bool:
        """Whether the test's only processes are runs of the file as a program."""
        return self.is_program or "program" in offered_to(item)

    def _is_theirs(self) -> bool:
        """Whether values from the sandbox may have caused a failure; no if pytest shows failures itself."""
        return not self.reports and self._requests > 0

    @property
    def _requests(self) -> int:
        return self._conversation.requests + self._conversation.loopback.opened

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Skips or fails a test that is refused, before anything is set up for it."""
        if self._refusal is not None:
            word = pytest.skip if self._refusal.verdict is Verdict.NOT_RUN else pytest.fail
            raise word.Exception(self._refusal.remark or self._refusal.message, pytrace=False)

    @pytest.hookimpl(tryfirst=True)
    def pytest_pyfunc_call(self, pyfuncitem: pytest.Function) -> bool | None:
        """Runs a test that is a coroutine function."""
        if not inspect.iscoroutinefunction(pyfuncitem.obj):
            return None
        names = pyfuncitem._fixtureinfo.argnames
        self._conversation.loops.run(pyfuncitem.obj(**{name: pyfuncitem.funcargs[name] for name in names}))
        return True

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Records how each phase went."""
        try:
            report = yield
        except Exception:
            if not self._is_theirs():
                raise
            phase: Any = call.when
            report = pytest.TestReport(item.nodeid, item.location, {}, "failed", None, phase)
        self._phases.note(report, call, lambda: self._conversation.last_call)
        return report

    def _start(self, item: pytest.Item) -> Start:
        fixtures = offered_to(item)
        return start_of(item.stash[DECLARED], self.limits, self._assignment, self._terms, fixtures=fixtures)

    def _settle(self) -> None:
        """Waits until the file is loaded: even a test that asks for nothing must not pass without it."""
        try:
            if self._conversation.trouble is None:
                self._conversation.settle()
        except Trouble:
            pass  # the conversation remembers it

    def _finish(self, item: pytest.Item) -> Attempted:
        test, conversation = item.stash[DECLARED], self._conversation
        loaded = conversation.loaded or self._apart(item)
        try:
            ended: Ended | None = conversation.end()
        except SandboxLost:
            ended = None
        outcome = Outcome(
            passed=self._phases.passed(may_fail=test.is_left_out),
            skipped=self._phases.skipped,
            failure=self._phases.failure,
            explanation=self._phases.explanation,
            trouble=conversation.trouble,
            refused=conversation.refused,
            loaded=loaded,
            requests=self._requests,
            after_others=self._after_others,
        )
        verdict, message = judged(outcome)
        if verdict is None:
            failure = self._phases.failure
            misused = str(failure) if isinstance(failure, Misused) else ""
            for other in () if self.reports else self._remaining.before(item):
                self.turn_back(other)
                self.attempt(other, None, self._terms)  # which ends the run where it is broken too
            self.broken(test.id, message, outcome.refused or misused)
            verdict = Verdict.FAILED  # reached only if `broken` returns, as under pytest's own reports
        if verdict is Verdict.FAILED:
            message = with_difference(message, conversation.difference)
        credit = item.stash.get(CREDIT, None) or Credit(conversation)
        verdict, share = credited(verdict, credit)
        if verdict is Verdict.FAILED and test.visibility is Visibility.VISIBLE:
            message = beside(self._phases.last_call or conversation.last_call, message)
        message, remark = cut(message), ""
        if not self._apart(item):
            unloaded = verdict is Verdict.ERROR and not loaded
            remark = self._inspection.loaded_in_test(message if unloaded else "")
            message = "" if remark else message
        checked = Checked(
            test.id,
            verdict,
            message,
            remark,
            output=conversation.output,
            cpu_seconds=ended.cpu_seconds if ended else 0.0,
            wall_seconds=ended.wall_seconds if ended else 0.0,
            while_loading=not loaded,
            credit=share,
            words=credit.words,
        )
        if test.visibility is Visibility.HIDDEN:
            self._hidden_ran = True
        elif self._hidden_ran:
            checked = replace(checked, message="", output="", remark=remark or _UNSHOWN)
        return Attempted(checked, ended, conversation.load_seconds, asked=self._requests > 0)
