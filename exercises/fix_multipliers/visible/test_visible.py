"""The tests of fix_multipliers that a candidate is given."""

import itertools

import pytest
from solution import multipliers

pytestmark = pytest.mark.group("Examples")


@pytest.mark.points(3)
@pytest.mark.hint("When does the function look up what `i` is: when it is made, or when it is called?")
def test_example():
    """multiplies 2 by 0, 1, 2 and 3"""
    functions = list(itertools.islice(multipliers(), 5))
    assert [multiply(2) for multiply in functions] == [0, 2, 4, 6]
