"""Hidden suite of deep_merge.

The expected results are written out or known by construction. Tests of merging ask for values that
can be compared as plain copies; tests of the arguments keep everything inside the sandbox, in a tuple of
ours, where each container in the result and then in the arguments is changed, with a mark that is drawn here.
What is then shown of each must be what was done to it, and to no other.
"""

import pytest
from solution import deep_merge

# Writes `mark` into every container that can be reached from `thing`, innermost first.
SPOIL = """(lambda visit: visit(visit, thing))(
    lambda visit, held: (
        [visit(visit, part) for part in (held.values() if type(held) is dict else held)],
        held.update({mark: 1}) if type(held) is dict else
        held.append(mark) if type(held) is list else
        held.add(mark) if type(held) is set else None,
    ) if type(held) in (dict, list, tuple, set) else None
)"""


def check(base, override, expected):
    result = deep_merge(base, override)
    assert type(result) is dict
    assert result == expected


def words(rng, count):
    """Different words."""
    return ["".join(rng.choices("abcdefgh", k=5)) + str(place) for place in range(count)]


def apart(thing):
    """A copy in which no container is in two places."""
    if type(thing) is dict:
        return {key: apart(held) for key, held in thing.items()}
    return type(thing)(map(apart, thing)) if type(thing) in (list, tuple, set) else thing


def spoilt(thing, mark):
    """A copy of it with the mark in every container."""
    thing = apart(thing)
    eval(SPOIL, {"thing": thing, "mark": mark})
    return thing


@pytest.fixture
def merged(sandbox):
    """Merges inside, and gives a tuple there of both arguments and a list with the result."""

    def merge(base, override):
        held = sandbox.make("(base, override, [])", base=apart(base), override=apart(override))
        sandbox.make("held[2].append(merge(held[0], held[1]))", held=held, merge=deep_merge)
        return held

    return merge


@pytest.fixture
def stays(sandbox, rng, merged):
    """Merges inside; then spoils the result and the arguments, and none may show what was done to another."""

    def merge(base, override, expected):
        held = merged(base, override)
        assert sandbox.value(held) == (base, override, [expected])
        marks = [f"mark {number}" for number in rng.sample(range(10**9), 3)]
        sandbox.make(SPOIL, thing=sandbox.make("held[2]", held=held), mark=marks[2])
        *arguments, result = sandbox.value(held)
        assert arguments == [base, override]
        assert result != [expected]
        assert marks[2] in result
        for place in rng.sample((0, 1), 2):
            sandbox.make(SPOIL, thing=sandbox.make("held[place]", held=held, place=place), mark=marks[place])
            arguments[place] = spoilt(arguments[place], marks[place])
            assert sandbox.value(held) == (*arguments, result)

    return merge


@pytest.mark.group("Merging")
class TestMerging:
    @pytest.mark.points(1)
    @pytest.mark.hint("No key of either dict may be lost.")
    def test_flat(self, rng):
        """has every key of both, with the value of the second where both have one"""
        names = words(rng, 40)
        for first, second in ((40, 0), (25, 15), (10, 30), (0, 40)):
            base = {name: rng.randint(1, 9) for name in names[:first]}
            override = {name: rng.randint(10, 19) for name in names[second:]}
            check(base, override, {**base, **override})
        check({names[0]: 1}, {}, {names[0]: 1})
        check({}, {names[0]: 1}, {names[0]: 1})
        assert deep_merge({names[0]: 1}, {names[0]: True})[names[0]] is True

    @pytest.mark.points(1)
    @pytest.mark.hint("What is not in the second dict stays, at every level.")
    def test_nested(self, rng):
        """merges dicts in dicts in dicts"""
        a, b, c, d, e = words(rng, 5)
        check(
            {a: {b: 1, c: {d: 2, e: 3}}, b: {a: 4}, e: 5},
            {a: {c: {e: 6, a: 7}, d: 8}, b: {b: 9}, c: {d: 10}},
            {a: {b: 1, c: {d: 2, e: 6, a: 7}, d: 8}, b: {a: 4, b: 9}, e: 5, c: {d: 10}},
        )
        check({a: {b: {c: {d: {e: 1, a: 2}}}}}, {a: {b: {c: {d: {e: 3}}}}},
              {a: {b: {c: {d: {e: 3, a: 2}}}}})  # fmt: skip

    @pytest.mark.points(1)
    @pytest.mark.hint("Does your solution look at a part more often than once?")
    def test_deep(self, rng):
        """merges dicts nested 60 deep"""
        for depth in (10, rng.randint(20, 40), 60):
            base, override, expected = {"both": 1}, {"both": 2}, {"both": 2}
            for level in range(depth - 1):
                below = f"down {level % 3}"
                base = {below: base, "base": level, "both": 0}
                override = {below: override, "override": -level, "both": level}
                expected = {below: expected, "base": level, "override": -level, "both": level}
            check(base, override, expected)

    @pytest.mark.points(1)
    @pytest.mark.hint("An empty dict has nothing to lay over another.")
    def test_empty_dicts(self, rng):
        """merges empty dicts as well"""
        a, b = words(rng, 2)
        check({}, {}, {})
        check({a: {b: 1}, b: 2}, {a: {}}, {a: {b: 1}, b: 2})
        check({a: {}, b: 2}, {a: {b: 1}}, {a: {b: 1}, b: 2})
        check({a: {b: {a: 1}}}, {a: {b: {}}}, {a: {b: {a: 1}}})
        check({a: {}}, {a: {}, b: {}}, {a: {}, b: {}})

    @pytest.mark.points(1)
    @pytest.mark.hint("Only where both values are dicts there is something to merge.")
    def test_dict_and_other(self, rng):
        """lets the second one win where only one of the two is a dict"""
        a, b, c = words(rng, 3)
        for other in (rng.randint(1, 99), "text", [1], (1, 2), {1}, None, 0, "", [], False):
            check({a: {b: 1}, c: 1}, {a: other}, {a: other, c: 1})
            check({a: other, c: 1}, {a: {b: 1}}, {a: {b: 1}, c: 1})
            check({a: {b: {c: 1}}}, {a: {b: other}}, {a: {b: other}})
            check({a: {b: other}}, {a: {b: {c: 1}}}, {a: {b: {c: 1}}})
        check({a: 1, b: 2}, {a: {}}, {a: {}, b: 2})

    @pytest.mark.points(1)
    @pytest.mark.hint("None, 0 and what is empty are values like any other.")
    def test_false_values(self, rng):
        """lets the second one win with None, 0 and what is empty too"""
        a, b = words(rng, 2)
        for value in (None, 0, 0.0, "", [], (), set(), False, b""):
            check({a: rng.randint(1, 9), b: 1}, {a: value}, {a: value, b: 1})
            check({a: {b: "text"}}, {a: {b: value}}, {a: {b: value}})
            check({a: value, b: 1}, {a: 7}, {a: 7, b: 1})
            check({a: value}, {b: 1}, {a: value, b: 1})

    @pytest.mark.points(1)
    @pytest.mark.hint("Two lists are not two dicts.")
    def test_never_joined(self, rng):
        """does not join lists, sets, tuples and texts"""
        a, b = words(rng, 2)
        for first, second in (
            ([1, 2], [3]),
            ([{a: 1}], [{b: 2}]),
            ({1, 2}, {2, 3}),
            ((1,), (2,)),
            ("one", "two"),
            (b"one", b"two"),
            (5, 6),
            ([{a: {b: 1}}, 2], [{a: {a: 1}}]),
        ):
            check({a: first, b: first}, {a: second}, {a: second, b: first})
            check({a: {b: first}}, {a: {b: second}}, {a: {b: second}})

    @pytest.mark.points(1)
    @pytest.mark.hint("A key need not be a string.")
    def test_keys(self, rng):
        """takes keys of every kind"""
        first, second = rng.sample(range(2, 100), 2)
        keys = (first, -1.5, (1, "x"), None, b"k", frozenset((1,)), 0, "")
        for key in keys:
            other = (second, "spare")
            check({key: {key: 1, other: 2}}, {key: {key: 3}}, {key: {key: 3, other: 2}})
            check({other: {key: 1}}, {other: {other: 1}}, {other: {key: 1, other: 1}})
            check({key: 1}, {other: 1}, {key: 1, other: 1})


@pytest.mark.group("The arguments stay as they are")
class TestArguments:
    @pytest.mark.points(2)
    @pytest.mark.hint("Do you put anything into one of the dicts that you were given, or take it out?")
    def test_unchanged(self, sandbox, merged, rng):
        """changes neither argument, at no depth"""
        a, b, c, d = words(rng, 4)
        base = {a: {b: {c: 1}, d: 2}, b: 1, c: {}, d: {a: 1}}
        override = {a: {b: {d: 3}, c: 4}, b: 2, c: {a: 1}, d: 0}
        expected = {a: {b: {c: 1, d: 3}, d: 2, c: 4}, b: 2, c: {a: 1}, d: 0}
        held = merged(base, override)
        assert sandbox.value(held) == (base, override, [expected])
        # A second time with the same arguments, and a third one when they are others.
        merge = "held[2].append(merge(held[0], held[1]))"
        sandbox.make(merge, held=held, merge=deep_merge)
        assert sandbox.value(held) == (base, override, [expected] * 2)
        number = rng.getrandbits(40)
        sandbox.make("held[0].update(number=number)", held=held, number=number)
        sandbox.make(merge, held=held, merge=deep_merge)
        base, third = {**base, "number": number}, {**expected, "number": number}
        assert sandbox.value(held) == (base, override, [expected, expected, third])

    @pytest.mark.points(1)
    @pytest.mark.hint("What only the first dict holds must be copied too.")
    def test_only_in_base(self, stays, rng):
        """shares no dict with the first argument"""
        a, b, c = words(rng, 3)
        base = {a: {b: {c: 1}}, b: {c: {}}, c: {a: {b: {}}}}
        stays(base, {}, base)
        stays(base, {a: {b: {a: 2}}}, {**base, a: {b: {c: 1, a: 2}}})
        stays(base, {c: 1}, {**base, c: 1})

    @pytest.mark.points(1)
    @pytest.mark.hint("What only the second dict holds must be copied too.")
    def test_only_in_override(self, stays, rng):
        """shares no dict with the second argument"""
        a, b, c = words(rng, 3)
        override = {a: {b: {c: 1}}, b: {c: {}}, c: {a: {b: {}}}}
        stays({}, override, override)
        stays({a: {b: {a: 2}}}, override, {**override, a: {b: {c: 1, a: 2}}})
        stays({a: 1, b: {}, c: []}, override, override)

    @pytest.mark.points(1)
    @pytest.mark.hint("Dicts are not the only things that can be changed.")
    def test_lists_and_sets(self, stays, rng):
        """shares no list and no set with either"""
        a, b, c, d = words(rng, 4)
        for some, other in (([1, 2], [3]), ({1}, {2}), ([], set())):
            stays({a: some, b: {c: some}}, {d: 1}, {a: some, b: {c: some}, d: 1})
            stays({a: some, d: 1}, {a: other, b: {c: other}}, {a: other, b: {c: other}, d: 1})
            stays({a: {b: some}}, {a: {c: other}}, {a: {b: some, c: other}})

    @pytest.mark.points(1)
    @pytest.mark.hint("A copy of a list still holds the very things that the list holds.")
    def test_inside_lists(self, stays, rng):
        """shares nothing that lies in lists and tuples either"""
        a, b, c, d = words(rng, 4)
        for some in ([[1], [2, [3]]], [{a: [1]}], ([1], 2), [({b: [{1}]},)]):
            stays({a: some, b: {c: some}}, {d: some}, {a: some, b: {c: some}, d: some})
            stays({a: {b: some}, d: 1}, {a: {c: some}}, {a: {b: some, c: some}, d: 1})
