"""The account of CPU time: what control groups say, and what is charged where none counts."""

from __future__ import annotations

import pytest
from worker import accounts
from worker.usage import Usage

AN_INSTANT = 1.0  # of a busy machine


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (b"usage_usec 2500000\nuser_usec 2000000\nsystem_usec 500000\nnr_periods 9\n", 2.5),
        (b"user_usec 1\nusage_usec 3\n", 3e-6),
        (b"2500000000\n", 2.5),
        (b"0\n", 0.0),
    ],
)
def test_both_versions_of_control_groups_are_read(text: bytes, seconds: float) -> None:
    assert accounts.counted_seconds(text) == seconds


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("100000 100000\n", True),
        ("50000 100000\n", True),
        ("200000 100000\n", False),
        ("max 100000\n", False),
        ("-1\n 100000\n", False),
        ("100000\n", False),
        ("", False),
    ],
)
def test_a_quota_is_that_of_one_processor_or_it_is_none(text: str, holds: bool) -> None:
    assert accounts.is_one_at_most(text) is holds


def account(*, told: bool) -> accounts.Watched:
    """One that begins at the moment 0 with the number 10 as the newest."""
    held = accounts.Watched()
    held.begin()
    held._told, held._looked, held._newest = told, 0.0, b"10"
    return held


def seen(seconds: float, *numbers: str) -> Usage:
    return Usage(seconds, 0, len(numbers), frozenset(numbers), {})


def test_what_processes_are_known_to_have_used_is_charged_and_no_more() -> None:
    held = account(told=False)
    held._add(1.0, b"12", seen(0.3, "11", "12"))
    held._add(2.0, b"900", seen(0.4, "11"))
    assert held._seconds == pytest.approx(0.4)


def test_what_is_missing_for_a_look_is_not_forgotten() -> None:
    held = account(told=False)
    held._add(1.0, b"12", seen(0.9, "11", "12"))
    held._add(1.01, b"12", seen(0.1, "11"))
    assert held._seconds == pytest.approx(0.9)
    held._add(1.02, b"12", seen(0.95, "11"))
    assert held._seconds == pytest.approx(0.95)


def test_once_nobody_may_wait_all_the_time_in_which_somebody_may_have_ended_is_charged() -> None:
    held = account(told=True)
    held._add(0.01, b"10", seen(0.004, "10"))  # nobody came, nobody left
    assert held._seconds == pytest.approx(0.004)
    held._add(0.02, b"11", seen(0.004, "10"))  # somebody came, and is gone
    assert held._seconds == pytest.approx(0.014)
    held._add(0.03, b"12", seen(0.004, "10", "12"))  # it is there: another may have been, too
    assert held._seconds == pytest.approx(0.024)
    held._add(0.07, b"12", seen(0.004, "10"))  # it left
    assert held._seconds == pytest.approx(0.064)
    held._add(5.0, b"12", seen(0.005, "10"))  # sleeping costs nothing
    assert held._seconds == pytest.approx(0.065)


def test_a_test_begins_with_nothing_of_the_one_before() -> None:
    held = account(told=True)
    held._add(9.0, b"99", seen(3.0, "98"))
    held.begin()
    assert held.end() < AN_INSTANT
