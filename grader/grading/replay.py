"""Compares a repeated grading with the original report: same submission and exercise, same verdicts?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .. import seeds
from ..errors import UsageError
from ..exercises.exercise import Exercise
from ..machine.paths import package
from ..report import Report
from ..submissions.submission import Submission

# No report comes near, however much the tests printed.
MOST_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class Original:
    """The facts that the first grading's report states about the grading and its conditions."""

    slug: str
    sha256: str
    digests: dict[str, str | None]
    seed: int
    kind: str
    runtime: str | None
    fail_under: float
    visible_only: bool
    verdicts: dict[str, str]  # by the tests' ids
    conditions: dict[str, str]  # what a verdict should not hang on, by what it is called


def original(content: bytes) -> Original:
    """Reads the original grading from the bytes of a JSON report.

    Raises:
        UsageError: it is not a report, or not an assessor's, or nothing was graded.
    """
    try:
        document = json.loads(content, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise _useless("is no JSON") from None
    return read(document)


def read(document: Any) -> Original:
    """Reads the original grading from a parsed JSON report.

    Raises:
        UsageError: as `original`.
    """
    import jsonschema

    schema = json.loads(package("schemas/report.schema.json").read_bytes())
    error = next(jsonschema.Draft202012Validator(schema).iter_errors(document), None)
    if error is not None:
        where = ".".join(map(str, error.absolute_path)) or "the top level"
        raise _useless(f"is none of ours: something is wrong at {where}")
    if document["audience"] != "assessor" or document.get("seed") is None:
        raise _useless(
            "was written for a candidate, so it has no seed", "Write one with --audience assessor."
        )
    provenance, score, sandbox = document["provenance"], document["score"], document["sandbox"]
    if provenance is None or score is None or sandbox is None:
        raise _useless("has no score: nothing was graded then")
    if type(document["seed"]) is not int:  # to the schema 1e38 is an integer
        raise _useless("went through a program that rounds large numbers, and its seed has lost digits")
    if not 0 <= document["seed"] <= seeds.MOST or not 0 <= score["fail_under"] <= 100:
        raise _useless("was never written by a grading: its seed or its --fail-under cannot be")
    return Original(
        slug=document["exercise"]["slug"],
        sha256=document["submission"]["sha256"],
        digests=provenance["digests"],
        seed=document["seed"],
        kind=sandbox["kind"],
        runtime=sandbox["runtime"],
        fail_under=score["fail_under"],
        visible_only=document["hidden_not_run"] > 0,
        verdicts={test["id"]: test["verdict"] for test in document["tests"]},
        conditions=_conditions(
            provenance["versions"], sandbox["python"], provenance["digests"]["worker"],
            provenance["digests"]["image"], provenance["platform"],
        ),
    )  # fmt: skip


def check(then: Original, submission: Submission, exercise: Exercise) -> None:
    """Makes sure that the original is of this submission and this exercise.

    Raises:
        UsageError: it is about another one, or about another state of it.
    """
    if submission.sha256 != then.sha256:
        raise UsageError(
            "It is not what was graded: its content differs.", code="another-submission",
            remedy=f"The report is about one with the SHA-256 {then.sha256}.",
        )  # fmt: skip
    if exercise.digest() != then.digests["exercise"]:
        part = "tests" if exercise.suite_digest() != then.digests["suite"] else "manifest"
        raise UsageError(
            f"The {part} of exercise {exercise.slug!r} changed since, so the verdicts cannot be compared.",
            code="another-suite",
            remedy="Name the exercises as they were with --exercises.",
        )


def changed_conditions(then: Original, report: Report) -> Iterator[str]:
    """Yields a sentence for each condition that differs from the original grading's."""
    provenance, sandbox = report.provenance, report.sandbox
    if provenance is None or sandbox is None:
        return
    now = _conditions(
        provenance.versions, sandbox.python, provenance.worker_digest, provenance.image_digest,
        provenance.platform,
    )  # fmt: skip
    for name, value in now.items():
        before = then.conditions[name]
        if before != value:
            yield f"{name} was {_short(before)}, is {_short(value)}"


def disagreements(then: Original, report: Report) -> Iterator[tuple[str, str, str]]:
    """Yields the id and both verdicts of each test that differ; empty for a test missing in one run."""
    now = {check.test.id: check.verdict.value for check in report.checks}
    for name in [*now, *(name for name in then.verdicts if name not in now)]:
        before, after = then.verdicts.get(name, ""), now.get(name, "")
        if before != after:
            yield name, before, after


def _conditions(
    versions: dict[str, str], inside: str, worker: str, image: str | None, platform: str
) -> dict[str, str]:
    return {
        "grade": versions["grade"],
        "the judge's Python": versions["python"],
        "pytest": versions["pytest"],
        "the sandbox's Python": inside,
        "the worker": worker,
        "the image": image or "",
        "the platform": platform,
    }


def _short(value: str) -> str:
    """The first digits of a digest, for people to compare."""
    return value[:19] if len(value) >= 64 else value or "none"


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _useless(what: str, remedy: str = "") -> UsageError:
    return UsageError(f"That report {what}.", code="no-replay", remedy=remedy)
