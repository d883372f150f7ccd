"""Every submission that comes with an exercise earns what the folder it lies in says."""

from __future__ import annotations

import collections
import json
from collections.abc import Iterator

import jsonschema
import pytest
from _pytest.mark.structures import ParameterSet  # what `pytest.param` gives

from grader.authoring.samples import samples
from grader.exercises.exercise import Exercise
from grader.exercises.find import catalogue
from grader.machine.paths import package, shipped
from grader.render.json import document
from grader.report import Audience, Report, Verdict
from grader.submissions.fitting import fitted, standing_in
from grader.submissions.reading import read
from tests import real

from .conftest import Graded, Job

EXERCISES = catalogue(shipped("exercises"))
SCHEMA = jsonschema.Draft202012Validator(json.loads(package("schemas/report.schema.json").read_text()))
CONSTANTS = ("None", "0", "1", "[]", "()", "''", "True", "False")
FURTHER_CONSTANTS = CONSTANTS[2:]  # which hardly any suite tells from the first two


def submissions(*kinds: str) -> Iterator[ParameterSet]:
    """All in a bubblewrap as a batch has it, the first of each kind in Docker too.

    Usually two of each kind, and in Docker an accepted one: `grade verify` goes through all as well.
    """
    for exercise in EXERCISES:
        for kind in kinds:
            chosen = [sample for sample in samples(exercise)[0] if sample.kind == kind]
            for place, sample in enumerate(chosen):
                for sandbox in (real.FORKED, "docker") if not place else (real.FORKED,):
                    job = (sandbox, exercise, sample.submission)
                    stem = sample.name.partition("/")[2].removesuffix(".py")
                    usual = place < 2 and (sandbox == real.FORKED or kind == "accepted")
                    if exercise.slug in ("async_fetcher", *real.LARGE):  # whose pages take their time
                        usual = not place and sandbox == real.FORKED and kind == "accepted"
                    yield real.case(job, f"{exercise.slug}-{kind}-{stem}-{sandbox}", usual=usual)


def made(source_of: dict[str, str]) -> list[ParameterSet]:
    """For each exercise, files in which each name it asks for, or else a test, is defined by that line."""
    params = []
    for exercise in EXERCISES:
        for name, line in source_of.items():
            source = "".join(line.format(name=asked) + "\n" for asked in exercise.names or ["test_it"])
            job = (real.FORKED, exercise, standing_in(exercise, "it.py", source.encode()))
            usual = name not in FURTHER_CONSTANTS and exercise.slug not in real.LARGE
            params.append(real.case(job, f"{exercise.slug}-{name}", usual=usual))
    return params


def fraction(report: Report) -> float:
    """What was earned, of a report that is whole and sound."""
    for audience in Audience:
        SCHEMA.validate(document(report, audience))
    assert report.problem is None
    assert report.score is not None
    assert not [check for check in report.checks if check.verdict is Verdict.NOT_RUN]
    return report.score.fraction


def not_earned(report: Report) -> list[str]:
    return [
        f"{check.test.id}: {check.verdict} {check.message}"
        for check in report.checks
        if check.verdict is not Verdict.PASSED and not check.test.bonus
    ]


@pytest.mark.usual(10)
@pytest.mark.parametrize("job", list(submissions("accepted")))
def test_an_accepted_submission_earns_all_base_points(graded: Graded, job: Job) -> None:
    report = graded(job)
    assert not_earned(report) == []
    assert fraction(report) == 1


@pytest.mark.usual(10)
@pytest.mark.parametrize("job", list(submissions("wrong", "partial", "hostile")))
def test_a_wrong_submission_loses_points(graded: Graded, job: Job) -> None:
    assert fraction(graded(job)) < 1


@pytest.mark.usual(1)  # each waits until its limit, twice
@pytest.mark.parametrize("job", list(submissions("slow")))
def test_a_slow_submission_loses_points_for_being_slow(graded: Graded, job: Job) -> None:
    report = graded(job)
    assert fraction(report) < 1
    assert {Verdict.TIMEOUT, Verdict.MEMORY}.intersection(
        check.verdict for check in report.checks if not check.test.bonus
    )


def starters() -> list[ParameterSet]:
    return [
        real.case(
            ("bubblewrap", held, fitted(read(str(held.starter_path)), held)), held.slug,
            usual=held.slug not in real.LARGE,
        )
        for held in EXERCISES
    ]  # fmt: skip


@pytest.mark.usual(4)
@pytest.mark.parametrize("job", starters())
def test_a_starter_file_earns_less_than_half(graded: Graded, job: Job) -> None:
    assert fraction(graded(job)) < 0.5


@pytest.mark.usual(5)
@pytest.mark.parametrize(
    "job", made({value: f"def {{name}}(*args, **kwargs): return {value}" for value in CONSTANTS})
)
def test_a_constant_answer_earns_less_than_half(graded: Graded, job: Job) -> None:
    assert fraction(graded(job)) < 0.5


@pytest.mark.usual(5)
@pytest.mark.parametrize(
    "job",
    made(
        {
            "gives its argument back": "def {name}(value=None, *args): return value",
            "endless": "def {name}(*args):\n    while True: yield 1",
            "awaitable constant": "async def {name}(*args, **kwargs): return []",
            "raises": "def {name}(*args): raise ValueError",
            "equal to everything": (
                "class Liar:\n"
                "    def __eq__(self, other): return True\n"
                "    def __bool__(self): return True\n"
                "    def __getattr__(self, name): return lambda *args: self\n"
                "{name} = lambda *args: Liar()"
            ),
        }
    ),
)
def test_a_stub_earns_less_than_half(graded: Graded, job: Job) -> None:
    assert fraction(graded(job)) < 0.5


@pytest.mark.usual(100)
@pytest.mark.parametrize("job", made({"ends": "raise SystemExit(0)  # {name}"}))
def test_a_file_that_ends_as_it_loads_is_graded_in_each_exercise(graded: Graded, job: Job) -> None:
    assert fraction(graded(job)) < 0.5


@pytest.mark.parametrize("exercise", EXERCISES, ids=[held.slug for held in EXERCISES])
def test_an_exercise_comes_with_enough_submissions_to_prove_it(exercise: Exercise) -> None:
    found = collections.Counter(sample.kind for sample in samples(exercise)[0])
    assert found["accepted"] >= 3 and found["wrong"] >= 6, found  # slow ones where it can be slow
