"""Hidden suite of fix_extend_list.

Lists are kept inside: a copy would not show whose list it is. The tests of a given list call without one in
between, since the broken code is right where a list is always given; that nothing else is disturbed by it is
left to the tests of no list.
"""

import pytest
from solution import extendList


def values(rng, count):
    return [rng.choice((rng.randint(1, 99), f"text {place}", place / 4)) for place in range(count)]


def new_list():
    """A call without a list gives one with nothing else in it, whatever was called before."""
    assert extendList("solo") == ["solo"]


@pytest.mark.group("No list given")
class TestNew:
    @pytest.mark.points(1)
    @pytest.mark.hint("Two calls without a list have nothing to do with each other.")
    def test_one_after_the_other(self, rng):
        """begins a new list at every call"""
        for value in values(rng, 6):
            assert extendList(value) == [value]
        assert extendList(val=7) == [7]

    @pytest.mark.points(1)
    @pytest.mark.hint("Who holds an earlier list must not see it change.")
    def test_earlier_ones_stay(self, sandbox, rng):
        """leaves the lists alone that it gave before"""
        given = values(rng, 5)
        held = [sandbox.keep(extendList, value) for value in given]
        assert [sandbox.value(one) for one in held] == [[value] for value in given]
        assert all(one != other for one in held for other in held if one is not other)

    @pytest.mark.points(1)
    @pytest.mark.hint("The next call knows nothing of what was done with the last list.")
    def test_changed_afterwards(self, sandbox, rng):
        """gives a list that can be changed without harm"""
        first = sandbox.keep(extendList, 1)
        other = sandbox.keep(extendList, 2)
        first.append(3)
        assert (sandbox.value(first), sandbox.value(other)) == ([1, 3], [2])
        assert extendList(4) == [4]
        other.clear()
        assert extendList(5) == [5]
        assert sandbox.keep(extendList, 6, first) == first
        assert (sandbox.value(first), sandbox.value(other)) == ([1, 3, 6], [])
        assert extendList(7) == [7]

    @pytest.mark.points(1)
    @pytest.mark.hint("The value goes into the list as it is, as one element.")
    def test_any_value(self, rng):
        """puts any value into the new list"""
        number = rng.randint(1, 99)
        for value in (None, "", "abc", [], [number], (1, 2), {"a": 1}, 0, False, b"x", number):
            result = extendList(value)
            assert type(result) is list
            assert result == [value]


@pytest.mark.group("A list given")
class TestGiven:
    @pytest.mark.points(1)
    @pytest.mark.hint("The caller's list is the one to change and the one to return.")
    def test_the_very_list(self, sandbox, rng):
        """appends to the list that it is given, and returns that very list"""
        for count in (1, 2, rng.randint(3, 30)):
            some, (value, other) = values(rng, count), values(rng, 2)
            given = sandbox.put(some)
            assert sandbox.keep(extendList, value, given) == given
            assert sandbox.value(given) == [*some, value]
            assert sandbox.keep(extendList, lst=given, val=other) == given
            assert sandbox.value(given) == [*some, value, other]
            new_list()

    @pytest.mark.points(1)
    @pytest.mark.hint("Ask whether a list was given, not whether there is anything in it.")
    def test_empty_list(self, sandbox, rng):
        """appends to an empty list, and returns that very list"""
        for value in values(rng, 3):
            given = sandbox.put([])
            assert sandbox.keep(extendList, value, given) == given
            assert sandbox.value(given) == [value]
            new_list()

    @pytest.mark.points(1)
    @pytest.mark.hint("To append a list is not to append what is in it.")
    def test_any_value(self, sandbox, rng):
        """appends any value as it is, at the end"""
        some = values(rng, 3)
        for value in (None, "", "abc", [], [1, 2], (1, 2), {"a": 1}, 0, some[0]):
            given = sandbox.put(some)
            assert sandbox.keep(extendList, value, given) == given
            assert sandbox.value(given) == [*some, value]
            new_list()

    @pytest.mark.points(1)
    @pytest.mark.hint("What was appended before stays where it is, and is not touched again.")
    def test_many(self, sandbox, rng):
        """appends thousands of values to one list"""
        count = rng.randint(4000, 5000)
        given = sandbox.put([])
        sandbox.make("[extend(n, given) for n in range(count)]", extend=extendList, given=given, count=count)
        assert sandbox.value(given) == list(range(count))
        new_list()
