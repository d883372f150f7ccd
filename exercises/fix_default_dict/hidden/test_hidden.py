"""Hidden suite of fix_default_dict.

Whether the object is a `dict` has a test of its own; elsewhere its content is read in a way that any mapping
allows. Every test also reads a missing key that must be stored, which the broken code does not do.
"""

import pytest
from solution import DefaultDict

FALSE_VALUES = (None, 0, 0.0, "", (), {}, False, b"", set())


@pytest.fixture
def new(sandbox):
    """Makes an empty one."""
    return lambda: sandbox.keep(DefaultDict)


@pytest.fixture
def content(sandbox):
    """What one holds, as a plain dict."""
    return lambda d: sandbox.value(sandbox.make("dict(d)", d=d))


@pytest.fixture
def read(sandbox):
    """The very object that is read under a key."""
    return lambda d, key: sandbox.make("d[key]", d=d, key=key)


def names(rng, count):
    """Different keys."""
    return [f"{rng.choice('abc')}{number}" for number in rng.sample(range(1000), count)]


@pytest.mark.group("Missing keys")
class TestMissing:
    @pytest.mark.points(1)
    @pytest.mark.hint("What is returned must also be stored, at the first reading.")
    def test_stores(self, new, content, read, rng):
        """stores the list that it returns for a missing key"""
        d = new()
        assert content(d) == {}
        some = names(rng, 4)
        expected = {}
        for key in some:
            assert type(d[key]) is list
            assert d[key] == []
            expected[key] = []
            assert content(d) == expected
        for key in some:
            read(d, key).append(key)
            expected[key] = [key]
            assert content(d) == expected

    @pytest.mark.points(1)
    @pytest.mark.hint("Reading a key twice is reading the same list twice.")
    def test_same_list(self, new, content, read, rng):
        """returns the very list that it has stored, each time"""
        d = new()
        key, other = names(rng, 2)
        first = read(d, key)
        first.append(1)
        assert read(d, key) is first  # the same object inside
        assert d[key] == [1]
        read(d, other)
        read(d, key).append(2)
        assert read(d, key) == first
        assert content(d) == {key: [1, 2], other: []}

    @pytest.mark.points(1)
    @pytest.mark.hint("A list for each key, and for each dict.")
    def test_own_lists(self, new, content, read, rng):
        """has a list of its own for each key, in each dict"""
        one, two = new(), new()
        key, other = names(rng, 2)
        read(one, key).append(1)
        assert one[other] == []
        assert two[key] == []
        read(two, key).append(2)
        read(one, other).append(3)
        assert (content(one), content(two)) == ({key: [1], other: [3]}, {key: [2]})
        assert content(new()) == {}

    @pytest.mark.points(1)
    @pytest.mark.hint("Keys need not be strings, and need not be true.")
    def test_keys(self, new, content, sandbox, rng):
        """takes keys of every kind, and thousands of them"""
        keys = (None, 0, "", (), (1, "x"), -1.5, b"k", frozenset((1, 2)), rng.randint(2, 99), "foo")
        d = new()
        for key in keys:
            assert d[key] == []
        assert content(d) == {key: [] for key in keys}
        count = rng.randint(4000, 5000)
        d = new()
        sandbox.make("[d[n].append(n) for n in range(count)]", d=d, count=count)
        assert content(d) == {number: [number] for number in range(count)}

    @pytest.mark.points(1)
    @pytest.mark.hint("A class that derives from `dict` inherits nearly everything.")
    def test_is_a_dict(self, new, sandbox, read, rng):
        """is a dict"""
        d = new()
        [key] = names(rng, 1)
        read(d, key).append(1)
        assert sandbox.value(sandbox.make("isinstance(d, dict)", d=d)) is True
        # A dict travels as what it holds.
        assert sandbox.value(d) == {key: [1]}


@pytest.mark.group("As in any dict")
class TestDict:
    @pytest.mark.points(1)
    @pytest.mark.hint("Only a key that is not there is missing, whatever its value is.")
    def test_setting(self, new, content, read, sandbox, rng):
        """sets values and reads them as they are"""
        d = new()
        key, other = names(rng, 2)
        for value in (rng.randint(1, 99), "text", *FALSE_VALUES, [1, 2], []):
            d[key] = value
            assert type(d[key]) is type(value)
            assert d[key] == value
            assert content(d) == {key: value}
        held = sandbox.put([5])
        d[key] = held
        assert read(d, key) is held  # no copy
        assert d[other] == []
        d[other] = 7  # over the list that was stored
        assert d[other] == 7
        assert content(d) == {key: [5], other: 7}
        assert d["new"] == []
        assert content(d) == {key: [5], other: 7, "new": []}

    @pytest.mark.points(1)
    @pytest.mark.hint("`in` is no reading.")
    def test_in(self, new, content, rng):
        """tells with `in` which keys there are, and stores nothing"""
        d = new()
        was_set, was_read, missing = names(rng, 3)
        assert was_set not in d
        assert was_read not in d
        assert content(d) == {}
        d[was_set] = rng.choice(FALSE_VALUES)
        assert d[was_read] == []
        assert was_set in d
        assert was_read in d
        assert missing not in d
        assert set(content(d)) == {was_set, was_read}

    @pytest.mark.points(1)
    @pytest.mark.hint("`get` is no reading either: it returns what it is told to for a missing key.")
    def test_get(self, new, content, read, rng):
        """gets values or what is given instead, and stores nothing"""
        d = new()
        key, missing = names(rng, 2)
        number = rng.randint(1, 99)
        assert d.get(missing) is None
        assert d.get(missing, number) == number
        assert d.get(key, []) == []
        assert content(d) == {}
        for value in (number, *FALSE_VALUES):
            d[key] = value
            assert type(d.get(key)) is type(value)
            assert d.get(key) == value
            assert d.get(key, "other") == value
        assert d.get(missing) is None
        read(d, missing).append(number)
        assert d.get(missing) == [number]
        assert d.get(missing, "other") == [number]
