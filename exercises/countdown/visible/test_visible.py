"""The tests of countdown that a candidate is given."""

import itertools

import pytest
from solution import CountdownIterable

pytestmark = pytest.mark.group("Examples")


def counted(countdown, most=20):
    # An endless countdown ends here.
    return list(itertools.islice(countdown, most))


@pytest.mark.hint("A loop asks for iter() of what it runs over.")
def test_example():
    """counts down to 1, as often as it is asked to"""
    countdown = CountdownIterable(3)
    assert counted(countdown) == [3, 2, 1]
    assert counted(countdown) == [3, 2, 1]


@pytest.mark.hint("Each loop needs a place of its own where it is.")
def test_nested():
    """can be used in a loop within a loop"""
    countdown = CountdownIterable(2)
    pairs = [(outer, inner) for outer in countdown for inner in counted(countdown)]
    assert pairs == [(2, 2), (2, 1), (1, 2), (1, 1)]
