"""The tests of least_non_representable that a candidate is given."""

import pytest
from solution import least_non_representable

pytestmark = pytest.mark.group("Examples")


def check(nums, expected):
    result = least_non_representable(nums)
    assert type(result) is int
    assert result == expected


@pytest.mark.points(1)
def test_without_one():
    """answers 1 where nothing makes 1, and only there"""
    check([], 1)
    check([2, 3, 4], 1)
    check([1], 2)


@pytest.mark.points(1)
def test_gap():
    """finds the first gap"""
    check([1, 2, 5, 7], 4)
    check([1, 1, 4], 3)


@pytest.mark.points(1)
@pytest.mark.hint("Where there is no gap, the first number above the sum of all is the answer.")
def test_no_gap():
    """goes beyond the sum where there is no gap"""
    check([1, 2, 3, 4], 11)
    check([1, 2, 4], 8)


@pytest.mark.points(1)
@pytest.mark.hint("A number that occurs twice may be used twice.")
def test_duplicates():
    """uses a number as often as it occurs"""
    check([1, 2, 2, 5, 7], 18)
    check([1, 1, 1], 4)


@pytest.mark.points(1)
def test_any_order():
    """takes the numbers in any order"""
    check([7, 5, 2, 1], 4)
    check([3, 1, 4, 2], 11)


@pytest.mark.points(1)
@pytest.mark.hint("Forty numbers have a billion billion subsets: do not try them one by one.")
def test_forty_numbers():
    """copes with forty numbers"""
    check([2**exponent for exponent in range(40)], 2**40)
    check([2**exponent for exponent in range(40) if exponent != 30], 2**30)
