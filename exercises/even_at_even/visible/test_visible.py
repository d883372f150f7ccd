"""The tests of even_at_even that a candidate is given."""

import pytest
from solution import even_at_even

pytestmark = [pytest.mark.group("Examples"), pytest.mark.points(0)]


@pytest.mark.hint("Both must be even: the index and the number.")
def test_example():
    """picks the even numbers at even indices"""
    assert even_at_even([0, 1, 2, 4, 5, 6, 8]) == [0, 2, 8]


@pytest.mark.hint("It may also be that no number is picked.")
def test_few():
    """gives an empty list where there is none"""
    assert even_at_even([]) == []
    assert even_at_even([1, 2, 3, 4]) == []
    assert even_at_even([6]) == [6]
