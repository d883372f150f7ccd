"""The tests of fix_extend_list that a candidate is given."""

import pytest
from solution import extendList

pytestmark = pytest.mark.group("Examples")


@pytest.mark.points(2)
@pytest.mark.hint("How often is the default value of an argument made?")
def test_example(sandbox):
    """begins a new list where none is given"""
    lists = [
        sandbox.keep(extendList, 10),
        sandbox.keep(extendList, 123, []),
        sandbox.keep(extendList, "a"),
    ]
    assert [sandbox.value(held) for held in lists] == [[10], [123], ["a"]]


@pytest.mark.points(2)
@pytest.mark.hint("An empty list is false, but it is a list.")
def test_given(sandbox):
    """appends to the list that is given, or to a new one"""
    for values in ([1, 2], []):
        given = sandbox.put(values)
        assert sandbox.keep(extendList, 3, given) == given  # the very same list
        assert sandbox.value(given) == [*values, 3]
        assert extendList(4) == [4]
