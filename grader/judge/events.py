"""What the judge process tells the grader: a frozen dataclass a kind of event, a line of JSON an event."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, get_args

from ..report import Keeper, Test, Verdict, Visibility

# The remark on a test that was cut short.
HOPELESS = (
    "not run in full: every test of this file ran out of time, and so did this one after a part of its own"
)


@dataclass(frozen=True, slots=True)
class Collected:
    """The suites are collected: these tests will be judged, and `left_out` hidden ones will not."""

    tests: tuple[Test, ...]
    left_out: int
    pytest: str  # its version
    unearned: tuple[float, float] = (0.0, 0.0)  # points and bonus of tests that are skipped for everybody
    elsewhere: tuple[str, ...] = ()  # the ids of those that another judge runs


@dataclass(frozen=True, slots=True)
class SandboxReady:
    """The worker answers, and every wall that was demanded stands."""

    python: str  # the version inside
    protections: dict[str, Keeper]
    loop_seconds: float = 0.0  # what the fixed loop took there; 0 where it was not measured
    time_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class GapsFound:
    """Walls that were demanded do not stand, so nothing was loaded behind them."""

    gaps: tuple[str, ...]  # keys of `sandboxes.base.WALLS`


@dataclass(frozen=True, slots=True)
class Checked:
    """One test is over; `message` and `output` are texts from the candidate's code, and so hostile."""

    id: str
    verdict: Verdict
    message: str = ""
    remark: str = ""
    output: str = ""
    cpu_seconds: float = 0.0
    wall_seconds: float = 0.0
    while_loading: bool = False  # whether the file was still being loaded when it ended
    credit: float = 0.0  # the share of the points that the suite awarded
    words: str = ""  # the author's, for every reader


@dataclass(frozen=True, slots=True)
class NotCompiled:
    """The file does not compile, and the exercise wants no such file graded; `reason` says where and why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Began:
    """A test began, which ends within `seconds` whatever anybody does."""

    id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CandidateHeard:
    """From here on the judge may have looked at something that came from the candidate's code."""


@dataclass(frozen=True, slots=True)
class StreamLost:
    """The sandbox ended or sent what makes no sense; `text` says what was seen of that."""

    text: str


@dataclass(frozen=True, slots=True)
class SuiteBroken:
    """The suite's author must mend something at `where`; `sentence` says what, if anybody may read it."""

    where: str
    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class JudgeFailed:
    """Our own code in the judge raised; `text` is the end of its traceback."""

    text: str


@dataclass(frozen=True, slots=True)
class JudgeEnded:
    """A forked judge ended, as its server saw it: the status of `wait`, and the most memory it had."""

    status: int
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Paced:
    """The tests had their CPU seconds times `time_factor` in the end; it only grows in a run."""

    time_factor: float


@dataclass(frozen=True, slots=True)
class AllTold:
    """The run is over, and all its events were sent."""


Event = (
    Collected | SandboxReady | GapsFound | NotCompiled | Began | CandidateHeard | Checked
    | StreamLost | SuiteBroken | JudgeFailed | JudgeEnded | Paced | AllTold
)  # fmt: skip
# Nothing follows these.
LAST = (StreamLost, JudgeFailed, AllTold)

_CLASSES: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
# Fields that JSON does not give back as they were.
_READ: dict[tuple[type[Any], str], Callable[[Any], Any]] = {
    (Collected, "tests"): lambda tests: tuple(map(_test, tests)),
    (Collected, "unearned"): tuple,
    (Collected, "elsewhere"): tuple,
    (SandboxReady, "protections"): lambda keepers: {name: Keeper(word) for name, word in keepers.items()},
    (GapsFound, "gaps"): tuple,
    (Checked, "verdict"): Verdict,
}


def to_line(event: Event) -> bytes:
    """The line that stands for `event`, its newline included."""
    return json.dumps({"event": type(event).__name__, **asdict(event)}).encode("ascii") + b"\n"


def from_line(line: bytes) -> Event:
    """The event that `to_line` wrote.

    Raises:
        ValueError: it is no such line.
    """
    try:
        document = json.loads(line)
        kind = _CLASSES[document["event"]]
        names = [field.name for field in fields(kind)]
        values = {name: _READ.get((kind, name), _as_it_is)(document[name]) for name in names}
    except (KeyError, TypeError, AttributeError) as exc:
        raise ValueError(f"no event of the judge's: {exc!r}") from None
    event: Event = kind(**values)
    return event


def _as_it_is(value: Any) -> Any:
    return value


def _test(document: dict[str, Any]) -> Test:
    return Test(**{**document, "visibility": Visibility(document["visibility"])})
