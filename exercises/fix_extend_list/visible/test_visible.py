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
        held = sandbox.make("(given, [])", given=values)
        sandbox.make("held[1].append(extend(3, held[0]))", held=held, extend=extendList)
        # What is then appended to the one is in the other: it is the very same list.
        sandbox.make("[held[1][0].append(4), held[0].append(5)]", held=held)
        assert sandbox.value(held) == ([*values, 3, 4, 5], [[*values, 3, 4, 5]])
        assert extendList(6) == [6]
