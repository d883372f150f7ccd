"""What is said of a test by a whole class's results, against figures reckoned another way."""

from __future__ import annotations

import random
import statistics
from typing import Any

import pytest

from grader.batch.overview.item_analysis import FEW, TestItems, word


def made(number: int, verdict: str, **more: Any) -> dict[str, Any]:
    points = float(verdict == "passed")
    return {
        "id": f"t{number}", "title": f"does {number}", "group": "Tests", "points": points, "max_points": 1.0,
        "bonus": False, "visibility": "hidden", "verdict": verdict, **more,
    }  # fmt: skip


def items_of(*rows: list[dict[str, Any]]) -> TestItems:
    found = TestItems()
    for row in rows:
        found.add(row)
    return found


def test_discrimination_is_the_correlation_with_the_points_in_the_other_tests() -> None:
    chance = random.Random(5)
    weights = [1.0, 2.0, 0.5, 3.0]
    passed = [[chance.random() < 0.3 + 0.02 * who for _ in weights] for who in range(30)]
    found = items_of(
        *(
            [
                made(number, "passed" if yes else "failed", points=weight * yes, max_points=weight)
                for number, (yes, weight) in enumerate(zip(row, weights, strict=True))
            ]
            for row in passed
        )
    )
    for number, item in enumerate(found.by_id.values()):
        rest = [
            sum(
                weight * yes
                for place, (yes, weight) in enumerate(zip(row, weights, strict=True))
                if place != number
            )
            for row in passed
        ]
        own = [float(row[number]) for row in passed]
        assert item.share == pytest.approx(statistics.mean(own))
        assert item.discrimination == pytest.approx(statistics.correlation(own, rest))


def test_part_of_the_points_counts_as_that_part_and_bonus_tests_are_held_against_all_others() -> None:
    rows = [
        [
            made(0, "partial", points=who / 10),
            made(1, "passed" if who > 4 else "failed"),
            made(2, "passed" if who > 6 else "failed", bonus=True),
        ]
        for who in range(FEW)
    ]
    for row in rows:
        row[0]["verdict"] = "failed"
    part, whole, bonus = items_of(*rows).by_id.values()
    own, other = [who / 10 for who in range(FEW)], [float(who > 4) for who in range(FEW)]
    assert part.share == pytest.approx(statistics.mean(own))
    expected = pytest.approx(statistics.correlation(own, other))
    assert [part.discrimination, whole.discrimination] == [expected, expected]
    both = [one + another for one, another in zip(own, other, strict=True)]
    above = [float(who > 6) for who in range(FEW)]
    assert bonus.discrimination == pytest.approx(statistics.correlation(above, both))


def test_a_group_that_is_not_paid_hides_nothing_of_its_tests() -> None:
    paid, unpaid = ([[made(0, "passed", points=points)]] for points in (1.0, 0.0))
    assert [items_of(*rows).by_id["t0"].share for rows in (paid, unpaid)] == [1.0, 1.0]


@pytest.mark.parametrize(
    "verdicts",
    [
        ["passed"] * 20,  # everybody
        ["failed"] * 20,  # nobody
        ["passed", "failed"] * (FEW // 2 - 1),  # too few
    ],
)
def test_where_nothing_can_be_said_nothing_is(verdicts: list[str]) -> None:
    rows = [[made(0, verdict), made(1, verdict)] for verdict in verdicts]
    assert items_of(*rows).by_id["t0"].discrimination is None


def test_numbers_that_cannot_be_written_exactly_do_not_make_a_spread_where_there_is_none() -> None:
    rows = [
        [made(0, "passed" if who % 2 else "failed"), made(1, "passed", points=0.1, max_points=0.1)]
        for who in range(1000)
    ]
    assert items_of(*rows).by_id["t0"].discrimination is None


def test_each_judgement_has_its_bounds() -> None:
    values = (1.0, 0.4, 0.39, 0.3, 0.29, 0.2, 0.19, 0.0, -0.01)
    assert [word(value) for value in values] == [
        "very well", "very well", "well", "well", "somewhat", "somewhat", "hardly", "hardly",
        "the wrong way round",
    ]  # fmt: skip
