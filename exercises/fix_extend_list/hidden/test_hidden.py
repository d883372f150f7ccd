"""Hidden suite of fix_extend_list.

Lists are kept inside: a copy would not show whose list it is. The tests of a given list call without one in
between, since the broken code is right where a list is always given; that nothing else is disturbed by it is
left to the tests of no list.
"""

import pytest
from solution import extendList


def values(rng, count):
    """As many values, no two of which are equal."""
    return [
        rng.choice((100 * place + rng.randint(1, 99), f"text {place}", place + 0.25))
        for place in range(count)
    ]


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
        held = sandbox.make("(extend(1), extend(2), [])", extend=extendList)
        sandbox.make("held[0].append(3)", held=held)
        assert sandbox.value(held) == ([1, 3], [2], [])
        assert extendList(4) == [4]
        sandbox.make("held[1].clear()", held=held)
        assert extendList(5) == [5]
        sandbox.make("held[2].append(extend(6, held[0]))", held=held, extend=extendList)
        number = rng.randint(7, 99)
        sandbox.make("held[2][0].append(number)", held=held, number=number)
        assert sandbox.value(held) == ([1, 3, 6, number], [], [[1, 3, 6, number]])
        assert extendList(7) == [7]

    @pytest.mark.points(1)
    @pytest.mark.hint("The value goes into the list as it is, as one element.")
    def test_any_value(self, sandbox, rng):
        """puts any value into the new list, and no copy of it"""
        number = rng.randint(1, 99)
        for value in (None, "", "abc", [], [number], (1, 2), {"a": 1}, 0, False, b"x", number):
            result = extendList(value)
            assert type(result) is list
            assert result == [value]
        inner = sandbox.make("[1]")
        held = sandbox.keep(extendList, inner)
        sandbox.make("inner.append(number)", inner=inner, number=number)
        assert sandbox.value(held) == [[1, number]]


@pytest.mark.group("A list given")
class TestGiven:
    @pytest.fixture
    def check(self, sandbox, rng):
        """What `call` makes of a given list is that very list, with something more in it.

        Only a tuple of ours holds the given list inside. What is then written into one of the two, in an
        order that is drawn here, must be in the other: that two references are equal is what the inside says.
        """

        def check(call, some, added, **names):
            held = sandbox.make("(given, [])", given=some)
            sandbox.make(
                f"(lambda given: held[1].append({call}))(held[0])", held=held, extend=extendList, **names
            )
            expected = [*some, *added]
            assert sandbox.value(held) == (expected, [expected])
            for which in rng.sample(["held[0]", "held[1][0]"] * 2, 3):
                mark = rng.getrandbits(40)
                sandbox.make(f"{which}.append(mark)", held=held, mark=mark)
                expected.append(mark)
                assert sandbox.value(held) == (expected, [expected])

        return check

    @pytest.mark.points(1)
    @pytest.mark.hint("The caller's list is the one to change and the one to return.")
    def test_the_very_list(self, check, rng):
        """appends to the list that it is given, and returns that very list"""
        for count in (1, 2, rng.randint(3, 30)):
            *some, value, other = values(rng, count + 2)
            check("extend(value, given)", some, [value], value=value)
            check("extend(lst=given, val=value)", some, [value], value=value)
            check("extend(other, extend(value, given))", some, [value, other], value=value, other=other)
            new_list()

    @pytest.mark.points(1)
    @pytest.mark.hint("Ask whether a list was given, not whether there is anything in it.")
    def test_empty_list(self, check, rng):
        """appends to an empty list, and returns that very list"""
        for value in values(rng, 3):
            check("extend(value, given)", [], [value], value=value)
            new_list()

    @pytest.mark.points(1)
    @pytest.mark.hint("To append a list is not to append what is in it.")
    def test_any_value(self, check, rng):
        """appends any value as it is, at the end"""
        some = values(rng, 3)
        for value in (None, "", "abc", [], [1, 2], (1, 2), {"a": 1}, 0, some[0]):
            check("extend(value, given)", some, [value], value=value)
            new_list()

    @pytest.mark.points(1)
    @pytest.mark.hint("What was appended before stays where it is, and is not touched again.")
    def test_many(self, sandbox, rng):
        """appends more than a thousand values to one list"""
        count = rng.randint(1900, 2000)  # who prints the list each time stays within what may be printed
        given = sandbox.make("([],)")
        sandbox.make(
            "[extend(n, given[0]) for n in range(count)]", extend=extendList, given=given, count=count
        )
        assert sandbox.value(given) == (list(range(count)),)
        new_list()
