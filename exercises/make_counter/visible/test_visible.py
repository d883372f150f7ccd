"""The tests of make_counter that a candidate is given."""

import pytest
from solution import make_counter

pytestmark = pytest.mark.group("Examples")


@pytest.mark.hint("The counter has to remember how often it was called.")
def test_example():
    """counts the calls"""
    counter = make_counter()
    assert counter() == 1
    assert counter() == 2
    assert counter() == 3


@pytest.mark.hint("Where a counter keeps its number, no other one must find it.")
def test_two():
    """gives counters that do not know of each other"""
    first, second = make_counter(), make_counter()
    assert [first(), first(), second(), first()] == [1, 2, 1, 3]
