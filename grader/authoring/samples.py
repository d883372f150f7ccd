"""The sample submissions of an exercise, and the verdicts that their folder and header promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import GraderError
from ..exercises.exercise import Exercise
from ..report import Check, Report, Verdict
from ..submissions.fitting import fitted
from ..submissions.reading import read
from ..submissions.submission import Submission

KINDS = ("accepted", "partial", "wrong", "slow", "hostile")
_FAILS = re.compile(r"^#[ \t]*fails:[ \t]*(.*?)[ \t]*$", re.M)
_SCORE = re.compile(r"^#[ \t]*score:[ \t]*(.*?)[ \t]*$", re.M)
_RANGE = re.compile(r"(\d+(?:\.\d+)?)(?:[ \t]*-[ \t]*(\d+(?:\.\d+)?))?[ \t]*%")
# A header stands before the code; further down such a line is a comment like any other.
_HEADER_LINES = 10
_TOO_MUCH = (Verdict.TIMEOUT, Verdict.MEMORY)


@dataclass(frozen=True, slots=True)
class Sample:
    """A sample submission of an exercise, and the verdict that its folder and header promise."""

    kind: str
    submission: Submission
    fails: frozenset[str] | None = None  # the base tests that it must fail; None: not promised
    score: tuple[float, float] | None = None  # the range of percentages that it must earn

    @property
    def name(self) -> str:
        """The submission's folder and file, such as `wrong/off_by_one.py`."""
        return self.submission.file


def samples(exercise: Exercise) -> tuple[list[Sample], list[str]]:
    """All sample submissions of `exercise`, and the faults in their folders and headers."""
    all_samples, faults = [], []
    root = exercise.folder / "submissions"
    for folder in sorted(path for path in root.glob("*") if path.is_dir() and path.name[0] not in "._"):
        if folder.name not in KINDS:
            faults.append(
                f"submissions/{folder.name}/ promises no verdict: rename it to one of {', '.join(KINDS)}."
            )
            continue
        for path in sorted(folder.iterdir()):
            name = f"{folder.name}/{path.name}"
            try:
                submission = _submission(name, path, exercise)
            except GraderError as exc:
                faults.append(f"submissions/{name}: {exc}")
                continue
            if submission is None:
                continue
            sample, wrong = _sample(folder.name, submission)
            all_samples.append(sample)
            faults += [f"submissions/{submission.file}: {what}" for what in wrong]
            if submission.named_exercise not in (None, exercise.slug):
                faults.append(
                    f"submissions/{submission.file} is for {submission.named_exercise!r}: "
                    f"make its first line `# exercise: {exercise.slug}`."
                )
    return all_samples, faults


def _submission(name: str, path: Path, exercise: Exercise) -> Submission | None:
    """The submission at `path`, read as a candidate's would be; None if `path` is not a submission."""
    if path.name.startswith((".", "__")) or not (path.suffix in (".py", ".ipynb") or path.is_dir()):
        return None
    if path.suffix == ".py" and not exercise.demands.in_a_folder:
        return Submission(name, path.read_bytes())
    return replace(fitted(read(str(path)), exercise), file=name)


def broken_promises(sample: Sample, report: Report) -> list[str]:
    """Describes how the report differs from what the sample's folder and header promise."""
    assert report.score is not None  # `grade` gives a score or raises
    percent = report.score.fraction * 100
    failed = failures(report)
    names = ", ".join(sorted({name_of(check) for check in failed}))
    earned = f"{sample.name} earns {percent:.4g} % of the base points"
    broken = []
    forbidden = next((check.remark for check in failed if check.verdict is Verdict.FORBIDDEN), "")
    if forbidden:  # no test was tried, so nothing else can be said about it
        is_meant = sample.kind in ("wrong", "hostile")
        return (
            []
            if is_meant
            else [f"{sample.name} is not graded as it should be: {forbidden} Mend one of them."]
        )
    if sample.kind == "accepted" and failed:
        broken.append(f"{earned}, and must earn all; it fails {names}. Mend the suite, or move the file.")
    elif sample.kind != "accepted" and not failed:
        broken.append(f"{earned}, and must lose some. Add a test of its fault.")
    elif sample.kind == "partial" and not percent:
        broken.append(f"{earned}, and must earn some. Move it to submissions/wrong/.")
    elif sample.kind == "slow" and not any(check.verdict in _TOO_MUCH for check in failed):
        broken.append(
            f"{sample.name} runs into no limit, it fails {names} otherwise. Make an input larger, or move it."
        )
    if sample.fails is not None and {name_of(check) for check in failed} != sample.fails:
        broken.append(
            f"{sample.name} fails {names or 'nothing'}; its header says {', '.join(sorted(sample.fails))}. "
            "Mend one of them."
        )
    if sample.score is not None and not sample.score[0] <= percent <= sample.score[1]:
        low, high = sample.score
        broken.append(f"{earned}; its header says {low:g}-{high:g} %. Mend one of them.")
    return broken


def failures(report: Report) -> list[Check]:
    """The results of base tests that did not pass."""
    return [check for check in report.checks if check.verdict is not Verdict.PASSED and not check.test.bonus]


def name_of(check: Check) -> str:
    """The test function's name, without its file, class and parameters."""
    return check.test.id.partition("[")[0].rpartition("::")[2]


def _sample(kind: str, submission: Submission) -> tuple[Sample, list[str]]:
    head = "\n".join(submission.source.decode("utf-8", "replace").splitlines()[:_HEADER_LINES])
    fails = score = None
    faults = []
    if fails_line := _FAILS.search(head):
        fails = frozenset(_names(fails_line[1]))
    if score_line := _SCORE.search(head):
        numbers = _RANGE.fullmatch(score_line[1])
        if numbers is None:
            faults.append(
                f"`# score: {score_line[1]}` is no range of percents. Write it as `# score: 40-60 %`."
            )
        else:
            score = (float(numbers[1]), float(numbers[2] or numbers[1]))
    return Sample(kind, submission, fails, score), faults


def _names(text: str) -> Iterator[str]:
    return (name.strip() for name in text.split(",") if name.strip())
