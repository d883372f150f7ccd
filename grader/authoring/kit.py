"""Writes an exercise's kit: the files that a candidate gets, without anything hidden."""

from __future__ import annotations

import io
import json
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import ExerciseError, UsageError
from ..exercises.cases import BrokenCases, files_of_samples
from ..exercises.demands import Demands
from ..exercises.environment import FRAMEWORKS, LOCK, Environment
from ..exercises.exercise import GIVEN, INSIDE, MANIFEST, SHARED, Exercise, is_shipped
from ..grading.opening import suites
from ..judge.assignment import Assignment
from ..judge.events import Collected, JudgeFailed, SuiteBroken
from ..judge.handle import JudgeHandle
from ..limits import JUDGE_BYTES, Limits
from ..report import Test
from ..text import quoted

# What the collection of a suite may take, however slow the machine.
_COLLECT_SECONDS = 120.0
_HOW_TO_RUN = """\
# How to run the tests that you are given

Write your solution in `{solution}`; `README.md` has the task. With `grade` installed, in this folder:

```sh
grade submit {solution} --exercises .
```

That runs the {visible} tests that you are given, and may read, in the same sandbox and with the same limits
as they will be run with later. It needs no Docker: without an engine it takes bubblewrap.
`--exercises .` says that you trust the tests in here, which themselves run outside the sandbox. For an
exercise that came with `grade` leave it out: then the same tests are run as they were installed.

{hidden} more tests are hidden, and run where your solution is marked. `README.md` says all that they ask for.
"""


@dataclass(frozen=True, slots=True)
class Kit:
    """A kit that was written: its folder, and how many tests it contains and omits."""

    folder: Path
    visible_tests: int
    hidden_tests: int


def write_kit(exercise: Exercise, folder: Path) -> Kit:
    """Writes the kit of `exercise` into `folder`, which must not contain anything yet.

    Raises:
        UsageError: there is something already.
        ExerciseError: the suites cannot be collected, or there is no visible one.
    """
    visible, hidden = _counted(exercise)
    files = dict(_visible_files(exercise))
    points = sum(test.points for test in visible if not test.bonus)
    if not points:
        raise ExerciseError(
            f"Exercise {exercise.slug!r} has no visible test with base points.", code="no-visible-tests",
            remedy="Write visible/test_*.py, or cases/sample/*.in and *.ans.",
        )  # fmt: skip
    bonus = sum(test.points for test in visible if test.bonus)
    files["README.md"] = exercise.task.encode()
    # The given files are needed where the candidate works, and in the folder from which tests take them.
    files = exercise.beginning() | {f"{GIVEN}/{name}": content for name, content in exercise.files()} | files
    files[MANIFEST] = _manifest(exercise, points, bonus, len(hidden)).encode()
    if exercise.environment is not None and exercise.environment.lock:
        files[LOCK] = exercise.environment.lock.encode()
    files["HOWTO.md"] = _HOW_TO_RUN.format(
        solution=_solution(exercise), visible=len(visible), hidden=len(hidden) or "no"
    ).encode()
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise UsageError(
            f"{quoted(str(folder))} is not empty.", code="file-exists", remedy="Name a new folder."
        )
    for name, content in sorted(files.items()):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return Kit(folder, len(visible), len(hidden))


def packed_kit(exercise: Exercise) -> bytes:
    """The kit of `exercise` as a ZIP archive; the same exercise always gives the same bytes.

    Raises:
        ExerciseError: no kit can be made.
    """
    packed = io.BytesIO()
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(packed, "w") as archive:
        folder = Path(place) / exercise.slug
        write_kit(exercise, folder)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(place).as_posix())  # undated, so reproducible
                archive.writestr(entry, path.read_bytes(), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def _solution(exercise: Exercise) -> str:
    """The name of the file or folder that candidates hand in."""
    path = exercise.starter_path
    return f"{exercise.slug}/" if path and path.is_dir() else f"{exercise.slug}.py"


def _counted(exercise: Exercise) -> tuple[list[Test], list[Test]]:
    """The visible and the hidden tests, found by a judge that collects the suites without running them."""
    judge = JudgeHandle()
    try:
        judge.begin(suites(exercise), Assignment(seed=1))
        for event in judge.events(_COLLECT_SECONDS):
            if isinstance(event, Collected):
                visible = [test for test in event.tests if is_shipped(test.id)]
                return visible, [test for test in event.tests if test not in visible]
            if isinstance(event, SuiteBroken | JudgeFailed):
                break
    finally:
        judge.close()
    raise ExerciseError(
        f"The suites of {exercise.slug!r} cannot be collected.", code="broken-suite",
        remedy=f"`grade verify {exercise.slug}` says more.",
    )  # fmt: skip


def _visible_files(exercise: Exercise) -> Iterator[tuple[str, bytes]]:
    """Yields the visible suite's files and those it needs; refuses links, which may lead to hidden files."""
    paths = [exercise.folder / SHARED]
    for folder in ("visible", INSIDE):
        paths += sorted((exercise.folder / folder).rglob("*"))
    try:
        yield from files_of_samples(exercise.folder)
    except BrokenCases as exc:
        raise ExerciseError(
            f"The cases of {exercise.slug!r} are broken: {exc}.", code="broken-suite",
            remedy="Their author must mend them.",
        ) from None  # fmt: skip
    for path in paths:
        name = str(path.relative_to(exercise.folder))
        if path.is_symlink():
            raise ExerciseError(
                f"{quoted(name)} of {exercise.slug!r} is a link.", code="link-in-suite",
                remedy="Put the file itself there.",
            )  # fmt: skip
        if path.is_file() and "__pycache__" not in path.parts:
            yield name, path.read_bytes()


def _manifest(exercise: Exercise, points: float, bonus: float, hidden: int) -> str:
    """The kit's manifest: what `grade submit` needs, and only the number of hidden tests."""
    lines = {
        "schema": 1, "title": exercise.title, "version": exercise.version, "summary": exercise.summary,
        "kit": exercise.slug, "names": list(exercise.names), "points": points, "bonus_points": bonus,
        "hidden_tests": hidden, "libraries": list(exercise.libraries), "loopback": exercise.loopback,
        "forbid": list(exercise.rules.forbid), "forbid_because": exercise.rules.because,
        "on_syntax_error": "reject" if exercise.rules.reject_broken else "",
    }  # fmt: skip
    if exercise.is_program:
        lines["kind"] = "program"
    if not exercise.names:  # an empty list is not allowed
        del lines["names"]
    demands = exercise.demands
    if demands.solution:
        lines["solution"] = demands.solution
    if demands.keeps_going:
        lines["cells"] = "keep going"
    # A text, a number, a truth value or a list of them is the same in JSON and in TOML.
    rows = [f"{key} = {json.dumps(value)}" for key, value in lines.items() if value not in ([], "")]
    if demands.declared:
        rows += ["", "[submission]"]
        rows += [f"{key} = {json.dumps(value)}" for key, value in _demanded(demands).items()]
    if exercise.environment is not None:
        rows += ["", "[environment]"]
        rows += [f"{key} = {json.dumps(value)}" for key, value in _environment(exercise.environment).items()]
    rows += ["", "[limits]"]
    rows += [f"{key} = {json.dumps(value)}" for key, value in _limits(exercise.limits).items()]
    return "\n".join(rows) + "\n"


def _environment(environment: Environment) -> dict[str, object]:
    lines = {
        "python": environment.python, "requirements": list(environment.requirements),
        "packages": list(environment.packages), "base": environment.base,
    }  # fmt: skip
    given: dict[str, object] = {key: value for key, value in lines.items() if value}
    if environment.frameworks != FRAMEWORKS:
        given["frameworks"] = list(environment.frameworks)
    return given


def _demanded(demands: Demands) -> dict[str, object]:
    return {
        "required": list(demands.required), "allowed": list(demands.allowed), "max_files": demands.most_files,
        "max_mb": demands.most_bytes / (1 << 20), "max_file_mb": demands.most_file_bytes / (1 << 20),
    }  # fmt: skip


def _limits(limits: Limits) -> dict[str, float]:
    judge = {"judge_memory_mb": limits.judge_bytes >> 20}
    # An older grader, which a candidate may have, knows no such limit.
    return (judge if limits.judge_bytes != JUDGE_BYTES else {}) | {
        "cpu_seconds": limits.cpu_seconds, "wall_seconds": limits.wall_seconds,
        "total_seconds": limits.total_seconds, "memory_mb": limits.memory_bytes >> 20,
        "processes": limits.processes, "output_kb": limits.output_bytes >> 10,
        "source_kb": limits.source_bytes >> 10, "disk_mb": limits.disk_bytes >> 20,
    }  # fmt: skip
