"""Audits an exercise: generic cheats must earn no more than trivial stub solutions do.

The cheats are files in `selftests/cheats`, the same for every exercise; `selftests/define.py` is put before
each and tells it the exercise's names. They are graded as any submission is. The measure is a family of
stubs, which return constants, or their argument, or raise one exception, whatever they are asked: anybody can
earn what the best of them earns, and that must not be more than half of the points.

Some cheats find the worker in the memory of its process (`selftests/memory.py`) and make it say whatever they
like. They may earn half of the points and no more, since what the sandbox says is only a claim.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..exercises.code_rules import NO_RULES
from ..exercises.exercise import Exercise
from ..grading.many import outcomes, report_of
from ..grading.order import Order
from ..machine.paths import shipped
from ..report import Audience, Check, Report, Score, Verdict, Visibility
from ..sandboxes.base import SandboxProvider
from ..submissions.fitting import standing_in

# The answers of the stubs, as what `define` takes.
_ANSWERS = {
    **{
        f"gives {value}": f"lambda *args, **kwargs: {value}"
        for value in ("None", "True", "False", "0", "1", "''", "[]", "()", "{}")
    },
    "gives True and False in turn": "in_turn(True, False)",
    "gives its argument": "lambda *args, **kwargs: args[0] if args else None",
    **{f"raises {name}": f"raises({name})" for name in ("ValueError", "TypeError", "KeyError")},
}
# The stubs where a solution is a program.
PROGRAMS = {
    "prints nothing": "pass\n",
    "prints its input": "import sys\nsys.stdout.write(sys.stdin.read())\n",
    "prints its arguments": "import sys\nprint(*sys.argv[1:])\n",
    "prints a zero for each line": "import sys\nfor line in sys.stdin:\n    print(0)\n",
    **{f"prints {word}": f"print({word!r})\n" for word in ("0", "1", "yes", "no", "True", "False")},
    "exits with 1": "raise SystemExit(1)\n",
    "raises ValueError": "raise ValueError\n",
}
# The most that a stub may earn: an exercise that gives more for no thought at all measures nothing.
_MOST_FOR_NOTHING = 0.5
# In place of this line stands what finds the worker.
_WITH_MEMORY = b"# with: memory\n"
# So a cheat says in a test what it found there of others.
_CARRIED = re.compile(r"tests before this one: (\d+)")
# A cheat that hangs does so in every test; this much of it is enough.
_HANGS = "hangs_"
_HANGING_SECONDS = {"cpu_seconds": 1.0, "wall_seconds": 3.0, "total_seconds": 10.0}


@dataclass(frozen=True, slots=True)
class Attempt:
    """A submission of ours that solves nothing: a stub or a cheat; `name` describes it."""

    name: str
    source: bytes
    is_cheat: bool
    hangs: bool = False
    forges: bool = False  # what the worker says


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """The result of one attempt."""

    attempt: Attempt
    score: Score
    verdicts: dict[Verdict, int]
    passed: frozenset[str]  # the names of the tests
    carries: bool = False  # it tells the candidate in a visible test what a hidden one left


@dataclass(frozen=True, slots=True)
class Audit:
    """The results of all attempts to cheat at one exercise, stubs first."""

    exercise: Exercise
    rows: tuple[AttemptResult, ...]

    @property
    def stub(self) -> AttemptResult:
        """The stub with the most points."""
        return max(self._stubs, key=lambda row: (row.score.points, row.score.bonus))

    @property
    def too_easy(self) -> bool:
        """Whether the best stub, which solves nothing, earns more than half of the points."""
        return self.stub.score.fraction > _MOST_FOR_NOTHING

    def is_cheated_by(self, row: AttemptResult) -> bool:
        """Whether the cheat in `row` learns hidden things, or earns more points or bonus than it may.

        It may earn what the best stub earns, or half of all points if the cheat forges what the worker says.
        """
        share = _MOST_FOR_NOTHING if row.attempt.forges else 0.0
        return row.attempt.is_cheat and (
            row.carries
            or row.score.points > max(self.stub.score.points, share * row.score.max_points)
            or row.score.bonus > max(share * row.score.max_bonus, *(stub.score.bonus for stub in self._stubs))
        )

    @property
    def holds(self) -> bool:
        """Whether the exercise resists: no stub earns too much, and no cheat succeeds."""
        return not self.too_easy and not any(map(self.is_cheated_by, self.rows))

    def given_away(self, row: AttemptResult) -> list[str]:
        """The names of the tests that the cheat in `row` passed and no stub did."""
        by_stubs = frozenset().union(*(stub.passed for stub in self._stubs))
        return sorted(row.passed - by_stubs)

    @property
    def _stubs(self) -> list[AttemptResult]:
        return [row for row in self.rows if not row.attempt.is_cheat]


def audit(
    exercise: Exercise,
    provider: SandboxProvider,
    *,
    seed: int,
    jobs: int,
    on_done: Callable[[int, int], None],
) -> Audit:
    """Grades all attempts, `jobs` at a time; calls `on_done` with the numbers of finished and all attempts.

    Raises:
        ExerciseError: a suite is broken.
        InfrastructureError: the sandbox or the judge failed.
    """
    tries = attempts(exercise)
    orders = [_order(attempt, exercise, seed) for attempt in tries]
    reports = map(report_of, outcomes(orders, provider, jobs, on_done))
    return Audit(exercise, tuple(map(_row, tries, reports)))


def attempts(exercise: Exercise) -> list[Attempt]:
    """All stubs, then all cheats sorted by name."""
    if exercise.is_program:
        stubs = {name: code.encode() for name, code in PROGRAMS.items()}
    else:
        stubs = {name: defining(exercise, f"define({answer})\n") for name, answer in _ANSWERS.items()}
    all_attempts = [Attempt(name, source, is_cheat=False) for name, source in stubs.items()]
    for path in sorted((shipped("selftests") / "cheats").glob("*.py")):
        code = path.read_bytes()
        attempt = Attempt(
            path.stem.replace("_", " "),
            defining(exercise, with_memory(code).decode()),
            is_cheat=True,
            hangs=path.stem.startswith(_HANGS),
            forges=_WITH_MEMORY in code,
        )
        all_attempts.append(attempt)
    return all_attempts


def defining(exercise: Exercise, code: str) -> bytes:
    """Wraps `code` into a submission in which it can `define` all names of the exercise."""
    opening = (shipped("selftests") / "define.py").read_text("utf-8")
    return f"KINDS = {kinds(exercise)!r}\n{opening}{code}".encode()


def kinds(exercise: Exercise) -> dict[str, str]:
    """The kind of each name of the exercise, from its starter, else guessed from the first letter's case."""
    starter = exercise.starter if exercise.starter_path else ""
    return {name: _kind(name, starter) for name in exercise.names}


def _kind(name: str, starter: str) -> str:
    words = {"class": "class", "async def": "coroutine function", "def": "function"}
    match = re.search(rf"^(class|async def|def) +{re.escape(name)}\b", starter, re.M)
    if match:
        return words[match[1]]
    return "class" if name[0].isupper() else "function"


def with_memory(source: bytes) -> bytes:
    """Inserts the code of selftests/memory.py, which finds the worker, if `source` asks for it."""
    if _WITH_MEMORY not in source:
        return source
    return source.replace(_WITH_MEMORY, (shipped("selftests") / "memory.py").read_bytes())


def _order(attempt: Attempt, exercise: Exercise, seed: int) -> Order:
    # Whoever cheats writes around what is forbidden.
    exercise = replace(exercise, rules=NO_RULES)
    if attempt.hangs:
        limits = exercise.limits
        shorter = {name: min(seconds, getattr(limits, name)) for name, seconds in _HANGING_SECONDS.items()}
        exercise = replace(exercise, limits=replace(limits, **shorter))
    return Order(standing_in(exercise, "solution.py", attempt.source), exercise, seed=seed)


def _row(attempt: Attempt, report: Report) -> AttemptResult:
    return AttemptResult(
        attempt, _score(report), _verdicts(report), frozenset(_passed(report)), carries(report.checks)
    )


def carries(checks: Sequence[Check]) -> bool:
    """Whether a visible test's report shows candidates marks of tests beyond the visible ones."""
    visible = [check for check in checks if check.test.visibility is Visibility.VISIBLE]
    counts = [int(count) for check in visible for count in _CARRIED.findall(check.told(Audience.CANDIDATE))]
    return max(counts, default=0) >= max(1, len(visible))


def _score(report: Report) -> Score:
    assert report.score is not None  # `grade` gives a score or raises
    return report.score


def _verdicts(report: Report) -> dict[Verdict, int]:
    return dict(Counter(check.verdict for check in report.checks).most_common())


def _passed(report: Report) -> Iterator[str]:
    return (check.test.id for check in report.checks if check.earned)
