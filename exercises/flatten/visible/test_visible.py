"""The tests of flatten that a candidate is given."""

import itertools

import pytest
from solution import flatten

pytestmark = pytest.mark.group("Examples")


def check(items, expected):
    # One leaf too many is enough to see that the result is wrong, and an endless one ends.
    leaves = list(itertools.islice(flatten(items), len(expected) + 1))
    assert leaves == expected


@pytest.mark.points(1)
def test_nested_lists():
    """gives the leaves of nested lists from left to right"""
    check([1, [2, [3, [4]]], 5], [1, 2, 3, 4, 5])
    check([[[3]], [1, [2, 4]], 6], [3, 1, 2, 4, 6])


@pytest.mark.points(1)
@pytest.mark.hint("Empty lists have no leaves, so they leave nothing behind.")
def test_empty_lists():
    """gives nothing for what holds nothing"""
    check([], [])
    check([[], [[]]], [])
    check([1, [], [[], 2]], [1, 2])


@pytest.mark.points(1)
@pytest.mark.hint("A string can be iterated too, and so can each letter. Bytes give numbers.")
def test_text():
    """takes strings and bytes for leaves"""
    check(["ab", ["cd", [b"ef"]]], ["ab", "cd", b"ef"])


@pytest.mark.points(1)
@pytest.mark.hint("Lists are not the only things with something inside.")
def test_other_containers(sandbox):
    """opens tuples, dicts and ranges"""
    check((1, (2, [3])), [1, 2, 3])
    check([{"first": [1, 2], "second": [3]}, "third"], ["first", "second", "third"])
    check(sandbox.make("[range(1, 4), [range(5, 7)]]"), [1, 2, 3, 5, 6])


@pytest.mark.points(1)
@pytest.mark.hint("A generator has no length and can be read only once.")
def test_generator():
    """opens generators"""
    check((n for n in [[3, 4], [1, (2,)]]), [3, 4, 1, 2])
