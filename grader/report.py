"""The result of a grading: immutable data, and the score as a pure function of them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import ClassVar

from .errors import Owner
from .limits import Limits


class Verdict(enum.StrEnum):
    """The result of one test; `PASSED` earns all points, any other verdict those that the suite awarded."""

    PASSED = "passed"
    PARTIAL = "partial"  # the suite awarded a part of the points
    FAILED = "failed"
    ERROR = "error"  # the file cannot be loaded, a name is missing, the protocol was broken
    CRASHED = "crashed"
    TIMEOUT = "timeout"
    MEMORY = "memory"
    OUTPUT = "output"
    FORBIDDEN = "forbidden"  # not run, since the file uses what the exercise forbids
    NOT_RUN = "not_run"


# These tell nothing of what the candidate's code does.
NOT_TRIED = frozenset({Verdict.FORBIDDEN, Verdict.NOT_RUN})


class Keeper(enum.StrEnum):
    """What enforces a protection of the sandbox."""

    KERNEL = "kernel"
    WATCHED = "watched"  # by ourselves, every 10 ms, so that it can be passed for as long
    OFF = "off"


# Is told in a few words what takes a while.
Announce = Callable[[str], None]


def unheard(text: str) -> None:
    """Does nothing; the announcer to use when nobody wants to hear about progress."""


class Visibility(enum.StrEnum):
    """Whether candidates may read the test."""

    VISIBLE = "visible"
    HIDDEN = "hidden"


class Audience(enum.StrEnum):
    """The readers for whom a report is written."""

    CANDIDATE = "candidate"
    ASSESSOR = "assessor"


@dataclass(frozen=True, slots=True)
class Test:
    """A test as the suite declares it, known before anything runs."""

    __test__: ClassVar[bool] = False  # not for pytest to collect
    id: str
    title: str
    group: str
    points: float
    bonus: bool
    visibility: Visibility
    hint: str = ""
    all_or_nothing: bool = False  # its group is paid only as a whole


@dataclass(frozen=True, slots=True)
class Check:
    """A test and its result; `message` and `output` are hostile texts from the candidate's code.

    `remark` is a sentence of ours that contains nothing secret but titles, so that every reader may see it;
    the same holds for the author's `words`, which the suite tells every reader.
    """

    test: Test
    verdict: Verdict
    message: str = ""
    output: str = ""
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    remark: str = ""
    unpaid: bool = False  # it earned, but its group is all-or-nothing and did not pass as a whole
    credit: float = 0.0  # the share of the points that the suite awarded, where it did not pass
    words: str = ""

    @property
    def earned(self) -> float:
        """The points earned: all if the test passed, else the awarded part; 0 if the group is not paid."""
        if self.unpaid:
            return 0.0
        return self.test.points * (1.0 if self.verdict is Verdict.PASSED else self.credit)

    def told(self, audience: Audience) -> str:
        """The remarks and messages about the test that `audience` may read, one on each line."""
        open_to_reader = audience is Audience.ASSESSOR or self.test.visibility is Visibility.VISIBLE
        return "\n".join(filter(None, (self.remark, self.words, self.message if open_to_reader else "")))


@dataclass(frozen=True, slots=True)
class Score:
    """Points earned and possible; bonus points are separate and do not raise the fraction."""

    points: float
    max_points: float
    bonus: float
    max_bonus: float
    fail_under: float

    @property
    def fraction(self) -> float:
        """Base points earned as a share of those possible, 0 to 1."""
        return float(Fraction(self.points) / Fraction(self.max_points)) if self.max_points else 0.0

    @property
    def passed(self) -> bool:
        """Whether the score reaches `fail_under` percent."""
        return Fraction(self.points) * 100 >= Fraction(self.fail_under) * Fraction(self.max_points)


@dataclass(frozen=True, slots=True)
class ExerciseInfo:
    """The exercise that was graded, and its exact state."""

    slug: str
    title: str
    version: str
    digest: str


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One of the graded files."""

    name: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class SubmissionInfo:
    """The graded submission: one file, or several `files` whose names and contents `sha256` covers."""

    file: str  # as it was named: a file, a folder or an archive
    sha256: str
    bytes: int
    files: tuple[FileInfo, ...] = ()
    left_out: tuple[str, ...] = ()  # files and lines that were not looked at
    notes: tuple[str, ...] = ()  # what its author should know, each the end of a sentence


@dataclass(frozen=True, slots=True)
class SandboxInfo:
    """The sandbox in which the tests ran: its limits, and what enforced each protection."""

    kind: str
    runtime: str | None
    image: str | None
    python: str
    limits: Limits
    protections: dict[str, Keeper] = field(default_factory=dict)
    time_factor: float = 1.0  # by how much the CPU seconds were multiplied, for this machine's speed


@dataclass(frozen=True, slots=True)
class Provenance:
    """The conditions that decided the verdicts; together with the seed, they let a grading be repeated."""

    versions: dict[str, str]  # of `grade`, and of `python` and `pytest` in the judge
    suite_digest: str  # over the tests of both suites
    worker_digest: str  # over all of ours that runs in the sandbox
    image_digest: str | None  # as the engine names the image; None without one
    platform: str
    environment_digest: str | None = None  # of the lock with the exercise's libraries; None without one
    time_factor: float = 1.0  # of the machine, when it was slowest


@dataclass(frozen=True, slots=True)
class Problem:
    """The reason why a report has no score, or covers only part of a run."""

    owner: Owner
    code: str
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The result of one grading."""

    exercise: ExerciseInfo | None
    submission: SubmissionInfo | None
    sandbox: SandboxInfo | None
    score: Score | None
    checks: tuple[Check, ...] = ()
    problem: Problem | None = None
    seed: int | None = None
    visible_only: bool = False
    hidden_left_out: int = 0  # tests not run because only the visible ones were asked for
    timings: dict[str, float] = field(default_factory=dict)  # phase -> seconds
    provenance: Provenance | None = None  # None where nothing was graded
    visible_code: dict[str, str] = field(default_factory=dict)  # id of a test that candidates have -> body


# No author counts in smaller parts of a point, and awards are parts of those.
_FINEST = 10**6
UNPAID = "no points: the tests of this group are paid only if all of them pass"


def settled(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """Marks as unpaid the checks of all-or-nothing groups that did not pass as a whole."""
    lost = {
        check.test.group
        for check in checks
        if check.test.all_or_nothing and check.verdict is not Verdict.PASSED
    }
    return tuple(
        replace(check, unpaid=True, remark=UNPAID)
        if check.test.all_or_nothing and check.test.group in lost and check.earned
        else check
        for check in checks
    )


def score(checks: tuple[Check, ...], fail_under: float) -> Score:
    """The score of `checks`, once all-or-nothing groups are settled."""
    checks = settled(checks)
    base = [check for check in checks if not check.test.bonus]
    bonus = [check for check in checks if check.test.bonus]
    return Score(
        points=_total(check.earned for check in base),
        max_points=_total(check.test.points for check in base),
        bonus=_total(check.earned for check in bonus),
        max_bonus=_total(check.test.points for check in bonus),
        fail_under=fail_under,
    )


def _total(points: Iterable[float]) -> float:
    """Sums points as an author would: three times 0.1 is 0.3, and three times a third is 1."""
    return float(sum(Fraction(number).limit_denominator(_FINEST) for number in points))
