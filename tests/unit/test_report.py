"""The score is a pure function of the checks, and exact."""

from __future__ import annotations

import pytest

from grader.report import UNPAID, Audience, Check, Score, Test, Verdict, Visibility, score, settled


def check(verdict: Verdict, points: float = 1.0, *, bonus: bool = False) -> Check:
    return Check(Test("id", "title", "group", points, bonus, Visibility.HIDDEN), verdict)


@pytest.mark.parametrize("verdict", Verdict)
def test_only_what_passed_earns_points(verdict: Verdict) -> None:
    assert check(verdict, 2.5).earned == (2.5 if verdict is Verdict.PASSED else 0.0)


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ((), Score(0, 0, 0, 0, 100.0)),
        ((check(Verdict.PASSED, 3),), Score(3, 3, 0, 0, 100.0)),
        ((check(Verdict.PASSED, 3), check(Verdict.CRASHED, 2)), Score(3, 5, 0, 0, 100.0)),
        (
            (check(Verdict.FAILED, 1), check(Verdict.PASSED, 9, bonus=True)),
            Score(0, 1, 9, 9, 100.0),
        ),
        (
            (check(Verdict.PASSED, 1), check(Verdict.FAILED, 9, bonus=True)),
            Score(1, 1, 0, 9, 100.0),
        ),
    ],
)
def test_points_add_up_and_bonus_stands_apart(checks: tuple[Check, ...], expected: Score) -> None:
    assert score(checks, 100.0) == expected


@pytest.mark.parametrize(
    ("points", "max_points", "fail_under", "fraction", "passed"),
    [
        (10, 10, 100.0, 1.0, True),
        (9.99, 10, 100.0, 0.999, False),
        (6, 10, 60.0, 0.6, True),
        (5.999, 10, 60.0, 0.5999, False),
        (1, 3, 33.333333333333336, 1 / 3, False),  # a little above a third
        (0, 10, 0.0, 0.0, True),
        (0, 10, 0.1, 0.0, False),
        (7, 10, 70.0, 0.7, True),
        (29, 100, 29.0, 0.29, True),  # 29 / 100 * 100 is below 29 in floats
    ],
)
def test_it_passes_where_the_share_reaches_the_limit(
    points: float, max_points: float, fail_under: float, fraction: float, passed: bool
) -> None:
    found = Score(points, max_points, 0, 0, fail_under)
    assert (found.fraction, found.passed) == (pytest.approx(fraction), passed)


def test_bonus_never_lifts_the_fraction() -> None:
    found = score((check(Verdict.FAILED, 1), check(Verdict.PASSED, 100, bonus=True)), 50.0)
    assert (found.fraction, found.passed) == (0.0, False)


def test_all_of_many_tenths_is_all() -> None:
    found = score((check(Verdict.PASSED, 0.1),) * 10, 100.0)
    assert (found.fraction, found.passed) == (1.0, True)


@pytest.mark.parametrize(
    ("parts", "total"),
    [((0.1,) * 3, 0.3), ((0.1,) * 10, 1.0), ((0.7, 0.1), 0.8), ((1.1, 2.2), 3.3)],
)
def test_points_add_up_as_their_author_reckons(parts: tuple[float, ...], total: float) -> None:
    found = score(tuple(check(Verdict.PASSED, part) for part in parts), 100.0)
    assert (found.points, found.max_points) == (total, total)


def test_a_score_is_the_same_for_the_same_checks_in_any_order() -> None:
    checks = tuple(check(Verdict.PASSED, number / 10) for number in range(1, 40))
    assert score(checks, 50.0) == score(checks[::-1], 50.0)


# --- groups that are paid only as a whole


def in_group(
    group: str, verdict: Verdict, points: float = 1.0, *, whole: bool = True, **more: object
) -> Check:
    test = Test("id", "title", group, points, bool(more.get("bonus")), Visibility.HIDDEN, "", whole)
    return Check(test, verdict, message="theirs")


@pytest.mark.parametrize("verdict", [verdict for verdict in Verdict if verdict is not Verdict.PASSED])
def test_a_group_that_is_paid_as_a_whole_earns_nothing_where_one_test_did_not_pass(verdict: Verdict) -> None:
    passed, other = in_group("A", Verdict.PASSED, 3), in_group("A", verdict)
    found = settled((passed, other))
    assert [(check.verdict, check.earned, check.remark) for check in found] == [
        (Verdict.PASSED, 0.0, UNPAID), (verdict, 0.0, ""),
    ]  # fmt: skip
    assert score((passed, other), 100.0) == Score(0, 4, 0, 0, 100.0)


def test_a_group_that_passed_as_a_whole_is_paid_as_a_whole() -> None:
    checks = (in_group("A", Verdict.PASSED, 3), in_group("A", Verdict.PASSED, 2, bonus=True))
    assert settled(checks) == checks
    assert score(checks, 100.0) == Score(3, 3, 2, 2, 100.0)


def test_other_groups_are_paid_test_by_test() -> None:
    checks = (
        in_group("A", Verdict.PASSED, 3), in_group("B", Verdict.CRASHED),
        in_group("C", Verdict.PASSED, 5, whole=False), in_group("C", Verdict.FAILED, whole=False),
    )  # fmt: skip
    assert settled(checks) == checks
    assert score(checks, 100.0) == Score(8, 10, 0, 0, 100.0)


def test_checks_that_are_settled_stay_as_they_are() -> None:
    once = settled((in_group("A", Verdict.PASSED), in_group("A", Verdict.FAILED)))
    assert settled(once) == once


@pytest.mark.parametrize(
    ("visibility", "audience", "told"),
    [
        (Visibility.HIDDEN, Audience.CANDIDATE, "ours"),
        (Visibility.HIDDEN, Audience.ASSESSOR, "ours\ntheirs"),
        (Visibility.VISIBLE, Audience.CANDIDATE, "ours\ntheirs"),
    ],
)
def test_a_remark_is_for_everybody_and_a_message_is_not(
    visibility: Visibility, audience: Audience, told: str
) -> None:
    test = Test("id", "title", "group", 1.0, False, visibility)
    assert Check(test, Verdict.FAILED, "theirs", remark="ours").told(audience) == told
    assert Check(test, Verdict.FAILED).told(audience) == ""


def test_three_thirds_are_a_whole_and_ten_tenths_too() -> None:
    for parts in (3, 7, 10):
        test = Test("t", "t", "g", 1 / parts, bonus=False, visibility=Visibility.HIDDEN)
        assert score((Check(test, Verdict.PASSED),) * parts, 100).points == 1
