"""Every attack file earns what its header says, in every real sandbox, and leaves nothing behind."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest
from _pytest.mark.structures import ParameterSet  # what `pytest.param` gives

from grader.machine.paths import package
from grader.render.json import document
from grader.report import Audience, Verdict
from tests import real

from .conftest import Graded, Job, json_bytes
from .corpus import NO_FILE, Attack, HeaderError, Must, attacks, every_class, read

SCHEMA = jsonschema.Draft202012Validator(json.loads(package("schemas/report.schema.json").read_text()))
# A report is read by people and stored with their work.
MOST_REPORT_BYTES = 1 << 20
# What is after the machine, and not after the judge, meets Docker each time.
_AFTER_THE_MACHINE = ("carry", "escape", "exhaust", "exit", "leak")
# It also, or only, meets a bubblewrap as a batch has it.
_BUBBLEWRAPS = {
    "escape": ("bubblewrap", real.FORKED), "exhaust": (real.FORKED,), "exit": (real.FORKED,),
}  # fmt: skip


def jobs() -> Iterator[ParameterSet]:
    """In every sandbox that it is for: what is after the machine usually in one of them, in turn."""
    for place, attack in enumerate(attacks()):
        bubblewraps = _BUBBLEWRAPS.get(attack.aim, ("bubblewrap",))
        names = [
            name
            for sandbox in attack.sandboxes
            for name in (bubblewraps if sandbox == "bubblewrap" else (sandbox,))
        ]
        # What is after the judge alone is the same in all: the last of them is the one that costs least.
        usual = names[place % len(names) if attack.aim in _AFTER_THE_MACHINE else -1]
        for name in names:
            # Whoever waits for pages takes the half minute that they take.
            is_usual = name == usual and attack.exercise != "async_fetcher"
            yield real.case((name, attack), f"{attack.name}-{name}", usual=is_usual)


@pytest.mark.usual(16)
@pytest.mark.parametrize("attempt", list(jobs()))
def test_an_attack_gains_nothing_and_leaves_nothing(graded: Graded, attempt: Job) -> None:
    attack = attempt[1]
    outcome = graded(attempt)
    report = outcome.report
    base = [check for check in report.checks if not check.test.bonus]
    for check in base:
        print(check.test.id, check.verdict, check.message)  # for whoever reads why a test failed
    assert report.problem is None
    assert attack.must.broken_by(report, outcome.stub_points) == ""
    assert {check.verdict for check in base} <= attack.verdicts
    for audience in Audience:
        made = document(report, audience)
        SCHEMA.validate(made)
        assert json_bytes(made) < MOST_REPORT_BYTES
    assert outcome.left == ()
    if attack.within_seconds is not None:
        assert outcome.seconds < attack.within_seconds


@pytest.mark.parametrize("letter", sorted({name[0] for name in every_class()}))
def test_every_class_of_attack_that_can_be_a_file_has_one(letter: str) -> None:
    held = {name for attack in attacks() for name in attack.classes}
    wanted = {name for name in every_class() if name[0] == letter and name not in NO_FILE}
    assert sorted(wanted - held) == []


# --- the headers themselves

GOOD = {"exercise": "flatten", "attack": "R01", "must": "earn no more than a stub"}


def made(**changes: str | None) -> Attack:
    fields = {key: value for key, value in (GOOD | changes).items() if value is not None}
    return read("forge/it", "".join(f"# {key}: {value}\n" for key, value in fields.items()).encode())


def test_a_header_says_all_there_is_to_know() -> None:
    attack = made(attack="R01, P02", verdicts="failed, error", within="20 seconds", sandboxes="docker")
    assert (attack.exercise, attack.classes, attack.must) == (
        "flatten", ("R01", "P02"), Must("earn no more than a stub"),
    )  # fmt: skip
    assert attack.verdicts == {Verdict.FAILED, Verdict.ERROR}
    assert (attack.within_seconds, attack.sandboxes) == (20.0, ("docker",))
    plain = made()
    assert plain.verdicts == set(Verdict)
    assert (plain.within_seconds, plain.sandboxes) == (None, ("docker", "bubblewrap"))


@pytest.mark.parametrize(
    "change",
    [
        {"exercise": None},
        {"attack": None},
        {"must": None},
        {"exercise": "nothing"},
        {"exercise": "../exercises/flatten/.."},
        {"attack": "R12"},
        {"attack": "R1"},
        {"attack": "R01,R02"},
        {"must": "earn nothing"},
        {"must": "earn at most 100 %"},
        {"must": "earn at most 10%"},
        {"verdicts": "failed error"},
        {"verdicts": "fails"},
        {"within": "20"},
        {"within": "0 seconds"},
        {"sandboxes": "none"},
        {"seed": "7"},
    ],
    ids=str,
)
def test_a_wrong_header_is_an_error(change: dict[str, Any]) -> None:
    with pytest.raises(HeaderError):
        made(**change)


def test_a_key_that_stands_there_twice_is_an_error() -> None:
    with pytest.raises(HeaderError):
        read("forge/it", b"# exercise: flatten\n# attack: R01\n# attack: R02\n# must: earn everything\n")


@pytest.mark.parametrize("before", [b"\xef\xbb\xbf", b"#!/usr/bin/env python3\r\n", b"\xff\0\n"], ids=repr)
def test_a_header_is_found_in_a_file_that_is_no_plain_text(before: bytes) -> None:
    lines = b"# exercise: flatten\r\n# attack: B01\r\n# must: earn everything\r\nx = '\xff'\r\n"
    assert read("file/it", before + lines).classes == ("B01",)


@pytest.mark.parametrize(
    ("words", "points", "holds"),
    [
        ("earn everything", 20, True),
        ("earn everything", 19, False),
        ("earn less than everything", 19, True),
        ("earn less than everything", 20, False),
        ("earn no more than a stub", 3, True),
        ("earn no more than a stub", 4, False),
        ("earn at most 50 %", 10, True),
        ("earn at most 50 %", 11, False),
    ],
)
def test_what_must_be_earned_is_held_against_the_report(words: str, points: float, holds: bool) -> None:
    report = _report(points)
    assert (Must(words).broken_by(report, stub_points=3) == "") is holds


def _report(points: float) -> Any:
    from grader.report import Check, Report, Test, Visibility, score

    earned = Test("a", "a", "a", points, bonus=False, visibility=Visibility.HIDDEN)
    lost = Test("b", "b", "b", 20 - points, bonus=False, visibility=Visibility.HIDDEN)
    checks = (Check(earned, Verdict.PASSED), Check(lost, Verdict.FAILED))
    return Report(None, None, None, score(checks, 100.0), checks)
