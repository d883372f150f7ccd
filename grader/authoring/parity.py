"""Compares this grader's verdicts with those of plain pytest, which runs suite and submission in one process.

That process runs inside a sandbox, which then contains everything that the exercise hides: only its author's
own files are compared. The result is treated as a claim of the sandbox, and used for nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, as_completed
from dataclasses import dataclass, field, replace
from typing import Any

from .. import markers, seeds
from ..exercises.exercise import SHARED, SUITES, Exercise
from ..grading.opening import introduce, launch
from ..judge.talk.conversation import Conversation
from ..judge.talk.execution import Execution
from ..judge.talk.protections import met_closed
from ..judge.talk.stream import SandboxStream
from ..judge.talk.trouble import SandboxLost, Trouble
from ..machine.paths import shipped
from ..report import Check, Verdict
from ..sandboxes.base import SandboxProvider
from ..submissions.submission import Submission
from ..text import counted
from ..wire.messages import Invocation, Setup, Start
from .finding import Finding
from .rules import Graded

# Features that plain pytest lacks: our fixtures, and the marker that changes the speed of time.
_OURS = ("award", "clock", "facts", "program", "recorder", "tell", "web")
# Verdicts by limits, which plain pytest does not have.
_LIMITED = frozenset({Verdict.TIMEOUT, Verdict.MEMORY, Verdict.OUTPUT, Verdict.FORBIDDEN})
_FOLDER = "together"
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Difference:
    """A test to which plain pytest and this grader give different verdicts for the same submission."""

    submission: str
    test: str
    plain: str  # "passed", "failed" or "skipped"
    here: Verdict
    why: str  # the message of whichever did not pass


@dataclass(slots=True)
class Compared:
    """The result of comparing both verdicts on every test of some submissions."""

    agreeing: int = 0
    own_fixtures: set[str] = field(default_factory=set)  # tests that plain pytest cannot run
    unknown: int = 0  # verdicts that some limit decided
    deceived: int = 0  # tests that a hostile submission passes in plain pytest only, in whose process it lies
    differences: list[Difference] = field(default_factory=list)


def parity(
    comparable: Sequence[Graded], futures: Sequence[Future[Compared]], progress: Callable[[int, int], None]
) -> Finding:
    """The finding that compares the verdicts on all submissions which plain pytest can judge too."""
    if not comparable:
        return Finding("parity", "nothing that plain pytest could import")
    for done, _ in enumerate(as_completed(futures), 1):
        progress(done, len(futures))
    all_compared = [future.result() for future in futures]
    own = set().union(*(each.own_fixtures for each in all_compared))
    tests = len({check.test.id for each in comparable for check in each.report.checks} - own)
    differences = [each for one in all_compared for each in one.differences]
    faults = [_fault(each) for each in differences[:_MOST_SHOWN]]
    if len(differences) > _MOST_SHOWN:
        faults.append(f"{len(differences) - _MOST_SHOWN} more differ.")
    notes = [f"{counted(len(own), 'more test')} with fixtures that plain pytest does not have"] if own else []
    if unknown := sum(each.unknown for each in all_compared):
        notes.append(f"{counted(unknown, 'verdict')} not compared, since a limit decided")
    if deceived := sum(each.deceived for each in all_compared):
        notes.append(f"{counted(deceived, 'verdict')} not compared, since what is hostile deceives pytest")
    agree = "differ" if faults else "agree"
    summary = f"{counted(tests, 'test')} x {counted(len(comparable), 'submission')} {agree}"
    return Finding("parity", summary, tuple(faults), tuple(notes))


def _fault(difference: Difference) -> str:
    here = "passed" if difference.here is Verdict.PASSED else difference.here.value.replace("_", " ")
    why = f" ({difference.why})" if difference.why else ""
    return (
        f"{difference.test} is {here} here and {difference.plain} in plain pytest on {difference.submission}"
        f"{why}. Write it as docs/pytest.md says, or leave this out with --no-parity."
    )


def can_be_compared(exercise: Exercise, submission: Submission) -> bool:
    """Whether plain pytest can import the submission, and is not itself what runs it, as a file of tests."""
    return not exercise.is_program and submission.notebook is None and not exercise.wants_tests


def compare(exercise: Exercise, graded: Graded, seed: int, provider: SandboxProvider) -> Compared:
    """Runs the suites on a submission with plain pytest, and compares the verdicts with those in its report.

    Raises:
        InfrastructureError: the sandbox fails.
    """
    checks = {check.test.id: check for check in graded.report.checks}
    limited = [name for name, check in checks.items() if check.verdict in _LIMITED]
    order = _order(exercise, graded.sample.submission, list(checks), limited, seed)
    plain = _same_names(_plain(exercise, graded.sample.submission, order, provider), checks)
    found = Compared()
    for name, check in checks.items():
        word, why = plain.get(name, ("failed", "the file cannot be imported"))
        if word == "ours":
            found.own_fixtures.add(name)
        elif word == "beyond" or check.verdict in _LIMITED:
            found.unknown += 1
        elif word == _word(check):
            found.agreeing += 1
        elif word == "passed" and graded.sample.kind == "hostile":
            found.deceived += 1
        else:
            told = check.message if word == "passed" else why
            line = told.strip().splitlines()[-1] if told.strip() else ""
            found.differences.append(Difference(graded.sample.name, name, word, check.verdict, line))
    return found


def _same_names(plain: dict[str, tuple[str, str]], checks: Collection[str]) -> dict[str, tuple[str, str]]:
    """Renames the test ids in `plain` to ours: plain pytest names a case by a class or member it knows."""
    lacking: dict[str, list[str]] = {}
    for name in checks:
        if name not in plain:
            lacking.setdefault(name.partition("[")[0], []).append(name)
    found = dict(plain)
    for function, names in lacking.items():
        others = [name for name in plain if name.partition("[")[0] == function and name not in checks]
        if len(others) == len(names):
            found |= {name: plain[other] for name, other in zip(names, others, strict=True)}
    return found


def _word(check: Check) -> str:
    if check.verdict is Verdict.PASSED:
        return "passed"
    return "skipped" if check.verdict is Verdict.NOT_RUN else "failed"


def _plain(
    exercise: Exercise, submission: Submission, order: dict[str, Any], provider: SandboxProvider
) -> dict[str, tuple[str, str]]:
    """Runs plain pytest in a sandbox; returns for each test a word and the suite's line that failed."""
    driver = (shipped("selftests") / "plain_pytest.py").read_bytes()
    limits = exercise.limits
    seconds = limits.total_seconds
    start = Start(seconds, seconds, limits.memory_bytes, limits.processes, limits.output_bytes, 1.0)
    bounds = launch(exercise)
    libraries = tuple({*bounds.libraries, "pytest"})
    sandbox = provider.open(replace(bounds, libraries=libraries, testing=True))
    try:
        setup = Setup(driver, "", libraries, exercise.loopback, exercise.modules(), program=True)
        introduce(sandbox, setup)
        conversation = Conversation()
        conversation.connect(SandboxStream(sandbox.stream, sandbox.framing))
        met_closed(conversation, provider.describe().walls)
        conversation.begin_apart(start)
        files = {f"{_FOLDER}/{name}": content for name, content in _files(exercise, submission)}
        files[f"{_FOLDER}/order.json"] = json.dumps(order).encode()
        run = Execution(conversation, Invocation((), {}, files, forked=True))
        run.give_no_more()
        while run.goes_on():
            pass
        return dict(_told(bytes(run.out)))
    except (Trouble, SandboxLost):
        return dict.fromkeys(order["randomness"], ("beyond", ""))  # which has each test
    finally:
        sandbox.close()


def _files(exercise: Exercise, submission: Submission) -> Iterator[tuple[str, bytes]]:
    yield from exercise.files()
    if submission.project is None:
        yield "solution.py", submission.source
    else:
        yield from submission.project.files
    for suite in SUITES:
        for path in sorted((exercise.folder / suite).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(exercise.folder).as_posix(), path.read_bytes()
    shared = exercise.folder / SHARED
    if shared.is_file():
        yield SHARED, shared.read_bytes()


def _order(
    exercise: Exercise, submission: Submission, tests: list[str], limited: list[str], seed: int
) -> dict[str, Any]:
    """What the driver is told; it does not run what is `limited`, which is not compared and may hang."""
    project = submission.project
    return {
        "suites": [suite for suite in SUITES if (exercise.folder / suite).is_dir()],
        "module": project.module if project else "",
        "root": project.root if project else "",
        "markers": list(markers.ALL),
        "ours": _OURS,
        "limited": limited,
        "randomness": {name: seeds.derived(seed, "rng", name) for name in tests},
        "cpu_seconds": exercise.limits.cpu_seconds,
        "wall_seconds": exercise.limits.wall_seconds,
    }


def _told(text: bytes) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yields the driver's own JSON lines, which stand among what the submission printed."""
    for line in text.splitlines():
        try:
            what = json.loads(line)
        except ValueError:
            continue
        if isinstance(what, list) and len(what) == 3 and all(isinstance(part, str) for part in what):
            yield what[0], (what[1], what[2])
