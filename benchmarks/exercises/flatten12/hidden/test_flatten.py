# ruff: noqa: D103, D403 - a test's docstring is its title
"""Twelve plain tests of flatten: the same file runs in the grader's judge and under bare pytest."""

import itertools

from solution import flatten


def leaves(items):
    return list(flatten(items))


def test_flat_list():
    """leaves a flat list as it is"""
    assert leaves([3, 1, 2]) == [3, 1, 2]


def test_nested_lists():
    """gives the leaves of nested lists from left to right"""
    assert leaves([1, [2, [3, [4]]], 5]) == [1, 2, 3, 4, 5]


def test_empty():
    """gives nothing for what is empty, however nested"""
    assert leaves([]) == []
    assert leaves([[], [[]], ()]) == []


def test_strings():
    """keeps strings whole"""
    assert leaves(["ab", ["cd", ["e"]]]) == ["ab", "cd", "e"]


def test_bytes():
    """keeps bytes whole"""
    assert leaves([b"ab", [b"c"]]) == [b"ab", b"c"]


def test_none_and_numbers():
    """keeps None and numbers of every kind"""
    found = leaves([None, [0, [0.5]], [True, -(10**30)]])
    assert found == [None, 0, 0.5, True, -(10**30)]
    assert [type(leaf) for leaf in found] == [type(None), int, float, bool, int]


def test_tuples_and_sets():
    """opens tuples and sets"""
    assert leaves((1, {2}, [frozenset([3])])) == [1, 2, 3]


def test_ranges():
    """opens ranges"""
    assert leaves([range(3), [range(5, 7)]]) == [0, 1, 2, 5, 6]


def test_dicts():
    """opens dicts by key"""
    assert leaves([{"first": [1], "second": 2}, "third"]) == ["first", "second", "third"]


def test_generators():
    """opens generators"""
    assert leaves(n for n in [[3, 4], [1, (2,)]]) == [3, 4, 1, 2]


def test_lazy():
    """gives the first leaves of an endless generator"""
    endless = flatten([n, [-n]] for n in itertools.count(1))
    assert list(itertools.islice(endless, 6)) == [1, -1, 2, -2, 3, -3]


def test_deep_and_wide():
    """opens what is nested 100 deep, and a hundred lists side by side"""
    deep = [0]
    for level in range(1, 101):
        deep = [level, deep]
    assert leaves(deep) == list(range(100, -1, -1))
    assert leaves([[n, [n]] for n in range(100)]) == [n for n in range(100) for _ in "ab"]
