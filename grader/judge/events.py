"""The events that a judge sends to the grader: a frozen dataclass for each kind, a JSON line for each."""

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
    """The suites are collected: `tests` will be judged, and `left_out` hidden ones will not."""

    tests: tuple[Test, ...]
    left_out: int
    pytest: str  # its version
    unearned: tuple[float, float] = (0.0, 0.0)  # points and bonus of tests that are skipped for everybody
    elsewhere: tuple[str, ...] = ()  # the ids of those that another judge runs


@dataclass(frozen=True, slots=True)
class SandboxReady:
    """The worker answers, and all protections that were demanded are in force."""

    python: str  # the version inside
    protections: dict[str, Keeper]
    loop_seconds: float = 0.0  # what the fixed loop took there; 0 where it was not measured
    time_factor: float = 1.0


@dataclass(frozen=True, slots=True)
class GapsFound:
    """Some protections that were demanded are missing, so nothing was loaded in the sandbox."""

    gaps: tuple[str, ...]  # keys of `sandboxes.base.WALLS`


@dataclass(frozen=True, slots=True)
class Checked:
    """A test has ended; `message` and `output` come from the candidate's code and are hostile."""

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
    """The file does not compile, and the exercise does not grade such files; `reason` says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Began:
    """A test has begun, and will end within `seconds` whatever happens."""

    id: str
    seconds: float


@dataclass(frozen=True, slots=True)
class CandidateHeard:
    """From now on the judge may have processed something that the candidate's code sent."""


@dataclass(frozen=True, slots=True)
class StreamLost:
    """The sandbox ended or sent nonsense; `text` says what was observed."""

    text: str


@dataclass(frozen=True, slots=True)
class SuiteBroken:
    """The suite has a fault at `where` that its author must repair; `sentence` is safe for all readers."""

    where: str
    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class JudgeFailed:
    """Our own code in the judge raised; `text` is the end of its traceback."""

    text: str


@dataclass(frozen=True, slots=True)
class JudgeEnded:
    """A forked judge has ended, with this exit status and peak memory; sent by its fork server."""

    status: int
    peak_bytes: int


@dataclass(frozen=True, slots=True)
class Paced:
    """The run's final `time_factor`, which multiplied the tests' CPU seconds; it only grows during a run."""

    time_factor: float


@dataclass(frozen=True, slots=True)
class AllTold:
    """The run is over, and all events have been sent."""


Event = (
    Collected | SandboxReady | GapsFound | NotCompiled | Began | CandidateHeard | Checked
    | StreamLost | SuiteBroken | JudgeFailed | JudgeEnded | Paced | AllTold
)  # fmt: skip
# Nothing follows these.
LAST = (StreamLost, JudgeFailed, AllTold)

_CLASSES: dict[str, type[Any]] = {kind.__name__: kind for kind in get_args(Event)}
# Fields that JSON changes, with the functions that restore them.
_READ: dict[tuple[type[Any], str], Callable[[Any], Any]] = {
    (Collected, "tests"): lambda tests: tuple(map(_test, tests)),
    (Collected, "unearned"): tuple,
    (Collected, "elsewhere"): tuple,
    (SandboxReady, "protections"): lambda keepers: {name: Keeper(word) for name, word in keepers.items()},
    (GapsFound, "gaps"): tuple,
    (Checked, "verdict"): Verdict,
}


def to_line(event: Event) -> bytes:
    """Serializes `event` as one line of JSON, newline included."""
    return json.dumps({"event": type(event).__name__, **asdict(event)}).encode("ascii") + b"\n"


def from_line(line: bytes) -> Event:
    """Parses a line that `to_line` wrote.

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
