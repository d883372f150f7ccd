"""Runs a batch: grades several submissions at a time, and stores each result immediately.

Theory of operation. Graders, a thread for each submission that the budget allows at once, take the next
candidate, read the file, have a judge forked and a sandbox from the pool, and put the finished record into a
queue. The main thread alone writes: what has come since is written and synced together, and only then counts.
Nothing else is kept of a submission, so memory does not grow with their number. Where the machine fails again
and again none is begun any more, and those that were begun come to their end. When the batch is interrupted
the judges are killed, which lets every grader come to its end, and with it its sandbox.
"""

from __future__ import annotations

import contextlib
import gc
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ..errors import ExerciseError, GraderError, InfrastructureError, Owner, UsageError, refusal
from ..exercises.exercise import Exercise
from ..grading import budget
from ..grading.blame import failed, failed_by
from ..grading.grade import grade_and_leave
from ..grading.opening import launch, serve
from ..grading.order import Order
from ..judge.handle import ForkServer, JudgeHandle
from ..machine.capacity import processors
from ..report import Problem, Report
from ..sandboxes.base import SandboxProvider
from ..submissions.fitting import nothing_solved
from ..submissions.submission import Submission
from .found import Entry
from .pool import Pool
from .result import Known, ResultDict, line
from .store import Store

# So many failures in a row, none of them the candidate's, are no accident; twice those that can be graded at
# once are not either, all of which one hiccup may strike.
_IN_A_ROW = 8
# What is recorded as a failure of ours, and may all the same be a submission's doing: it had been let loose.
_PERHAPS_BROUGHT_ABOUT = frozenset(
    {"judge-died", "judge-failed", "judge-stuck", "sandbox-lost", "grader-failed"}
)
# Write at most this many per fsync, so that finished results are not held up.
_MOST_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class BatchPlan:
    """The settings with which all submissions of a batch are graded."""

    exercise: Exercise
    sandbox: SandboxProvider
    jobs: int | None = None  # None: as many as processors and memory allow
    seed: int | None = None
    visible_only: bool = False
    fail_under: float = 100.0


@dataclass(frozen=True, slots=True)
class Done:
    """A graded submission: its record as a line, and the problem if it has no score."""

    line: str
    problem: Problem | None


class Stopped(GraderError):
    """Too many submissions failed in a row, so the rest was not tried; earlier results are stored."""

    def __init__(self, problem: Problem, count: int, left: Sequence[Entry]) -> None:
        self.left = tuple(left)
        super().__init__(
            f"The last {count} submissions could not be graded, so the rest was left: {problem.message}",
            code="too-many-in-a-row",
            remedy="When that is mended, run the same command with --retry-errors: it does what is missing.",
        )
        author = problem.owner is Owner.AUTHOR
        self.owner = problem.owner
        self.exit_code = (ExerciseError if author else InfrastructureError).exit_code


def missing(
    plan: BatchPlan, candidates: Sequence[Entry], known: dict[str, Known], *, retry_errors: bool,
    regrade: bool = False,
) -> list[Entry]:  # fmt: skip
    """The candidates whose current file has no result yet; all candidates if `regrade` is set.

    Raises:
        UsageError: the results are of another exercise, or of another state of it.
    """
    digest = plan.exercise.digest()
    for last in known.values():
        same = last.exercise == plan.exercise.slug and (regrade or last.digest == digest)
        if last.exercise is not None and not same:
            name, was_changed = plan.exercise.slug, last.exercise == plan.exercise.slug
            raise UsageError(
                f"The results there are of {name!r} as it was before it changed."
                if was_changed else f"The results there are of {last.exercise!r}, not of {name!r}.",
                code="results-of-another",
                remedy="Name another file with --results, or grade everybody again with --regrade."
                if was_changed else "Name another file with --results.",
            )  # fmt: skip
    if regrade:
        return list(candidates)
    return [
        one
        for one in candidates
        if _is_missing(one, plan.exercise, known.get(one.name), retry_errors=retry_errors)
    ]


def _is_missing(candidate: Entry, exercise: Exercise, last: Known | None, *, retry_errors: bool) -> bool:
    if last is None or (last.infrastructure and retry_errors):
        return True
    try:
        return candidate.submission(exercise).sha256 != last.sha256
    except GraderError:
        return last.sha256 is not None


def run(
    plan: BatchPlan,
    candidates: Sequence[Entry],
    store: Store,
    on_done: Callable[[Done], None],
    server: ForkServer,
) -> None:
    """Grades `candidates` and appends each result to `store`; calls `on_done` once a result is on disk.

    The judges come from `server`, which must be fresh; whoever started it closes it.

    Raises:
        Stopped: many failed in a row by a fault of the machine or the exercise.
        InfrastructureError: the results cannot be written, or nothing can be started.
    """
    # A command imports without collecting garbage; one that grades thousands has to collect what it makes.
    gc.freeze()
    gc.enable()
    bounds = launch(plan.exercise)
    judge_bytes = plan.exercise.limits.judge_bytes
    most = budget.most(bounds.all_bytes, plan.jobs, judge_bytes=judge_bytes)
    most = min(most, max(1, len(candidates)))
    width = min(most, processors())
    with contextlib.ExitStack() as stack:
        serve(plan.exercise, server)
        pool = stack.enter_context(Pool(plan.sandbox, bounds, needed=len(candidates), width=width, most=most))
        graders = _Graders(plan, iter(candidates), pool, server)
        stack.callback(graders.stop)
        graders.start(most)
        _keep(graders, pool, len(candidates), store, on_done)


def _keep(graders: _Graders, pool: Pool, count: int, store: Store, on_done: Callable[[Done], None]) -> None:
    """Stores results as they arrive and adapts how many are graded at once, until all are stored."""
    widening = budget.Widening()
    failures, stopped = Failures(), None
    while count:
        finished = graders.found(budget.LOOK_SECONDS)
        if finished:
            store.append([done.line for done in finished])
        count -= len(finished)
        for done in finished:
            on_done(done)
            failures.add(done.problem)
        if count and stopped is None and failures.in_a_row >= max(_IN_A_ROW, 2 * pool.width):
            problem = failures.cause(graders.trouble_with_ours)
            if problem is not None:
                left = graders.leave_the_rest()
                count -= len(left)
                stopped = Stopped(problem, failures.in_a_row, left)
        width = widening.next(pool.width, pool.most, is_full=pool.full)
        if width != pool.width:  # which wakes all that wait
            pool.width = width
    if stopped is not None and stopped.left:
        raise stopped


class Failures:
    """Counts failed gradings in a row for which the submission itself is not known to be responsible.

    A failure of the machine before a submission's code could run counts at once. Any other failure may be
    caused by the submissions themselves, so before it counts, a submission of our own is tried. A file that
    was rejected unread says nothing about either.
    """

    def __init__(self) -> None:
        self.in_a_row = 0
        self._last: Problem | None = None
        self._is_clear = True

    def add(self, problem: Problem | None) -> None:
        """Counts one more submission; `problem` is None if it has a score."""
        if problem is None:
            self.in_a_row, self._last, self._is_clear = 0, None, True
        elif problem.owner is not Owner.CANDIDATE:
            self.in_a_row += 1
            self._last = problem
            let_loose = problem.owner is Owner.AUTHOR or problem.code in _PERHAPS_BROUGHT_ABOUT
            self._is_clear = self._is_clear and not let_loose

    def cause(self, trouble_with_ours: Callable[[], Problem | None]) -> Problem | None:
        """The problem of machine or exercise that any submission meets; if there is none, counts afresh."""
        problem = self._last if self._is_clear else trouble_with_ours()
        if problem is None:
            self.add(None)
        return problem


class _Graders:
    """The threads that grade submissions."""

    def __init__(self, plan: BatchPlan, candidates: Iterator[Entry], pool: Pool, server: ForkServer) -> None:
        self._plan, self._pool, self._server = plan, pool, server
        self._candidates = candidates
        self._beginning = threading.Lock()  # whoever holds it prevents new gradings
        self._turn = threading.Lock()
        self._judges: set[JudgeHandle] = set()
        self._over = False
        self._finished: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []

    def start(self, count: int) -> None:
        """Starts `count` threads; the pool decides how many of them may grade at once."""
        self._threads = [threading.Thread(target=self._serve, daemon=True) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Starts no more gradings, kills the judges of running ones and joins the threads."""
        self._pool.stop()
        with self._turn:
            self._over = True
            for judge in self._judges:
                judge.kill()
        self._server.kill()
        for thread in self._threads:
            thread.join()

    def leave_the_rest(self) -> list[Entry]:
        """Lets no further grading begin; returns the candidates that were not begun."""
        with self._beginning:
            return list(self._candidates)

    def trouble_with_ours(self) -> Problem | None:
        """Grades a submission of our own and returns its problem, which is no candidate's fault.

        No other grading begins meanwhile.
        """
        with self._beginning, contextlib.ExitStack() as leaving:
            ours = nothing_solved(self._plan.exercise)
            return self._graded(lambda: ours, self._plan.sandbox, leaving).problem

    def found(self, patience_seconds: float) -> list[Done]:
        """Waits at most `patience_seconds` for a finished submission; returns all that are finished."""
        finished: list[Done] = []
        with contextlib.suppress(queue.Empty):
            entry = self._finished.get(timeout=patience_seconds)
            while True:
                if isinstance(entry, BaseException):
                    raise entry
                finished.append(entry)
                if len(finished) >= _MOST_AT_ONCE:
                    break
                entry = self._finished.get_nowait()
        return finished

    def _serve(self) -> None:
        leaving = contextlib.ExitStack()
        try:
            while True:
                with self._pool.lane() as begun:
                    candidate = self._next() if begun else None
                    if candidate is None:
                        return
                    # The sandbox of the one before is removed meanwhile; more than one is not left behind.
                    leaving.close()
                    leaving = contextlib.ExitStack()
                    done = self._done(candidate, leaving)
                    if not self._over:
                        self._finished.put(done)
        except BaseException as exc:  # noqa: BLE001 - for the main thread, which waits for this one
            self._finished.put(exc)
        finally:
            leaving.close()

    def _next(self) -> Entry | None:
        with self._beginning:
            return None if self._over else next(self._candidates, None)

    def _done(self, candidate: Entry, leaving: contextlib.ExitStack) -> Done:
        started = _now()
        with self._pool.ticket() as sandbox:
            report = self._graded(lambda: candidate.submission(self._plan.exercise), sandbox, leaving)
        try:
            text = line(candidate.name, candidate.path, (started, _now()), report, _handed_in(candidate))
        except Exception as exc:  # noqa: BLE001 - as in `_graded`
            report = _failed_with(exc, None)
            text = line(candidate.name, candidate.path, (started, _now()), report)
        return Done(text, report.problem)

    def _graded(
        self, submission: Callable[[], Submission], sandbox: SandboxProvider, leaving: contextlib.ExitStack
    ) -> Report:
        order = None
        try:
            order = self._order(submission())
            with self._judge() as judge:
                return grade_and_leave(order, lambda: sandbox, judge, leaving)
        except Exception as exc:  # noqa: BLE001 - a fault of ours with this one must not cost the others
            return _failed_with(exc, order)

    def _order(self, submission: Submission) -> Order:
        plan = self._plan
        return Order(
            submission, plan.exercise, seed=plan.seed, visible_only=plan.visible_only,
            fail_under=plan.fail_under,
        )  # fmt: skip

    @contextlib.contextmanager
    def _judge(self) -> Iterator[JudgeHandle]:
        judge = JudgeHandle(server=self._server)
        with self._turn:
            self._judges.add(judge)
            if self._over:
                judge.kill()
        try:
            yield judge
        finally:
            with self._turn:
                self._judges.discard(judge)
            judge.close()


def _handed_in(candidate: Entry) -> ResultDict:
    """The record's optional fields: when the candidate handed in, whether late, and as which attempt."""
    more: ResultDict = {} if candidate.late is None else {"late": candidate.late}
    if candidate.attempt_of:
        more["attempt_of"] = candidate.attempt_of
    # A platform's time is taken for one of the zone of this machine.
    told = datetime.fromisoformat(candidate.time).astimezone(UTC) if candidate.time else None
    when = told or datetime.fromtimestamp(candidate.modified, UTC)
    return {**more, "submitted": when.isoformat(timespec="seconds")}


def _failed_with(exc: Exception, order: Order | None) -> Report:
    """The report of a grading that the exception `exc` ended."""
    if isinstance(exc, GraderError):
        return failed_by(exc, order)
    if isinstance(exc, OSError):
        return failed(Problem(Owner.INFRASTRUCTURE, "machine-refused", refusal(exc)), order)
    what = f"The grader failed ({type(exc).__name__}: {exc})."
    return failed(Problem(Owner.INFRASTRUCTURE, "grader-failed", what), order)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds")
