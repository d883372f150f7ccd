"""Hidden suite of flatten.

The expected leaves are known by construction. Order and nesting are tested with lists and tuples
only, and empty containers and leaves that count as false have their own tests, so that a fault
costs the points of its own clause and few others.
"""

import itertools

import pytest
from solution import flatten


def take(items, count):
    """Read one leaf more than `count` at most: one too many is seen, and an endless result ends."""
    return list(itertools.islice(flatten(items), count + 1))


def check(items, expected):
    """Compare the leaves of `items` with the expected ones, by type and by value."""
    leaves = take(items, len(expected))
    # The types first: True == 1 == 1.0, and only plain values may be compared below.
    assert [type(leaf) for leaf in leaves] == [type(leaf) for leaf in expected]
    assert leaves == expected


def numbers(rng, count):
    """Distinct numbers in no order, none of which counts as false."""
    return [rng.choice((-1, 1)) * number for number in rng.sample(range(1, 10_000), count)]


def tree(rng, depth):
    """A random tree of lists and tuples, and its leaves."""
    branches, leaves = [], []
    for _ in range(rng.randint(1, 6)):
        if depth and rng.random() < 0.5:
            branch, below = tree(rng, depth - 1)
            branches.append(branch)
            leaves.extend(below)
        else:
            leaf = rng.choice((-1, 1)) * rng.randint(1, 20)
            branches.append(leaf)
            leaves.append(leaf)
    return (branches if rng.random() < 0.6 else tuple(branches)), leaves


def nest(sandbox, levels, layers):
    """Nest `levels` containers, their kinds by turns, with a leaf on both sides of each.

    Gives a proxy, built inside the sandbox so that nothing this deep has to travel, and the leaves.
    Each of `layers` is an expression that makes a container of the list `around`: a leaf, the next
    container further in, a leaf.
    """
    layer = " ".join(f"{layer} if level % {len(layers)} == {turn} else" for turn, layer in enumerate(layers))
    made = sandbox.make(
        "collections.deque(itertools.accumulate(range(1, levels),"
        f" lambda inner, level: (lambda around: {layer} around)([level, inner, -level]),"
        " initial=[levels]), maxlen=1)[0]",
        levels=levels,
    )
    return made, [*range(levels - 1, 0, -1), levels, *range(-1, -levels, -1)]


@pytest.mark.group("Order and nesting")
class TestOrder:
    @pytest.mark.points(2)
    @pytest.mark.hint("Open something nested as soon as it comes, then go on behind it.")
    def test_left_to_right(self, rng):
        """gives every leaf of nested lists and tuples, from left to right"""
        first, second, third, last = numbers(rng, 4)
        check([first, [second, [third]], last], [first, second, third, last])
        check([[[third], second], (first, (last,))], [third, second, first, last])
        check([first, [second], first, [first, (second,)]], [first, second] + [first] * 2 + [second])
        for depth in (1, 2, 3, 4, 5, 6):
            items, leaves = tree(rng, depth)
            check([first, items, second, [items], items], [first, *leaves, second, *leaves, *leaves])
        # Wide rather than deep.
        rows = [numbers(rng, 40) for _ in range(50)]
        check(rows, [number for row in rows for number in row])

    @pytest.mark.points(1)
    @pytest.mark.hint("Something empty holds no leaf and is none itself.")
    def test_empty(self, rng):
        """gives nothing for what is empty, however nested"""
        one, two = numbers(rng, 2)
        check([], [])
        check((), [])
        check([[], [[]]], [])
        check([[[[], ()], []], ([], [[[]]])], [])
        check([[], one, [[], [two], ()], []], [one, two])

    @pytest.mark.points(1)
    @pytest.mark.hint("Does your solution read a part more than once, or give up at some depth?")
    def test_deep_lists(self, sandbox, rng):
        """opens lists and tuples nested 200 deep"""
        for levels in (rng.randint(20, 60), rng.randint(80, 150), 200):
            check(*nest(sandbox, levels, ["around", "tuple(around)"]))

    @pytest.mark.points(1)
    @pytest.mark.hint("Generators and other iterables can be nested deeply too.")
    def test_deep_generators(self, sandbox, rng):
        """opens generators and other iterables nested 200 deep"""
        generator = "(item for item in around)"
        for levels in (rng.randint(20, 60), 200):
            check(*nest(sandbox, levels, [generator]))
        check(*nest(sandbox, 200, ["around", generator, "iter(around)", "tuple(around)"]))
        check(*nest(sandbox, 200, [generator, "collections.deque(around)", "reversed(around[::-1])"]))


@pytest.mark.group("Leaves")
class TestLeaves:
    @pytest.mark.points(1)
    @pytest.mark.hint("A string is iterable, and so is each of its letters.")
    def test_strings(self, rng):
        """keeps strings whole"""
        word = "".join(rng.choices("abcdefghij", k=rng.randint(5, 12)))
        other = word + " " + word
        check([word], [word])
        check([word[0], [word, ["x", (other,)]]], [word[0], word, "x", other])
        check((["äß€"], "line\nline", [[word]]), ["äß€", "line\nline", word])

    @pytest.mark.points(1)
    @pytest.mark.hint("Bytes are iterable too: they give numbers.")
    def test_bytes(self, rng):
        """keeps bytes whole"""
        data = rng.randbytes(rng.randint(5, 12))
        number = rng.randint(1, 255)
        check([data], [data])
        check(
            [number, [data[:1], [data, (b"\0",)]], -number],
            [number, data[:1], data, b"\0", -number],
        )

    @pytest.mark.points(1)
    @pytest.mark.hint("A leaf that counts as false is still a leaf.")
    def test_none_and_numbers(self, rng):
        """keeps None, numbers of every kind, and whatever counts as false"""
        whole = rng.randint(2, 1000)
        huge = 10**30 + rng.randint(1, 1000)
        check([None, [whole, [None]], None], [None, whole, None, None])
        check([0, [0.0, [False]], whole, [True, 1]], [0, 0.0, False, whole, True, 1])
        check([[whole + 0.5], -whole, [[huge, -huge]]], [whole + 0.5, -whole, huge, -huge])
        check(["", [b"", [""]], whole], ["", b"", "", whole])

    @pytest.mark.points(1)
    @pytest.mark.hint("Whatever cannot be iterated is a leaf, such as an object of some class.")
    def test_other_objects(self, sandbox, rng):
        """gives every other object as it is"""
        marks = numbers(rng, 4)
        thing = sandbox.make(
            "type('Thing', (), {'__init__': lambda self, mark: setattr(self, 'mark', mark)})"
        )
        things = sandbox.make(
            "[thing(marks[0]), [[thing(marks[1]), [thing(marks[2])]], (thing(marks[3]),)]]",
            thing=thing,
            marks=marks,
        )
        assert [leaf.mark for leaf in take(things, 4)] == marks


@pytest.mark.group("Containers")
class TestContainers:
    @pytest.mark.points(1)
    @pytest.mark.hint("There are two kinds of sets.")
    def test_sets(self, rng):
        """opens sets and frozensets"""
        first, second, third, last, *members = numbers(rng, 12)
        check([first, {second}, [frozenset([third])], last], [first, second, third, last])
        check([{(first, (second,))}, [{frozenset([third])}, set()]], [first, second, third])
        for several in (set(members), frozenset(members)):
            # In which order a set gives its members is its own business.
            leaves = take(several, len(members))
            assert all(type(leaf) is int for leaf in leaves)
            assert sorted(leaves) == sorted(members)
            leaves = take([first, [several], last], len(members) + 2)
            assert all(type(leaf) is int for leaf in leaves)
            assert leaves[:1] + leaves[-1:] == [first, last]
            assert sorted(leaves[1:-1]) == sorted(members)

    @pytest.mark.points(1)
    @pytest.mark.hint("A range is not a list, but it can be iterated.")
    def test_ranges(self, sandbox, rng):
        """opens ranges"""
        start = rng.randint(10, 50)
        length = rng.randint(3, 20)
        check(range(start, start + length), list(range(start, start + length)))
        ranges = sandbox.make(
            "['x', range(start, start + 3), [range(0), (range(start - 1, 1, -2),)]]", start=start
        )
        check(ranges, ["x", start, start + 1, start + 2, *range(start - 1, 1, -2)])

    @pytest.mark.points(1)
    @pytest.mark.hint("Iterating over a dict gives its keys; a key may be a tuple.")
    def test_dicts(self, sandbox, rng):
        """opens dicts by key"""
        first, second, third, last = numbers(rng, 4)
        check({third: [second], first: {last: "no"}}, [third, first])
        check([{"one": first}, [{"second": [last], "three": "no"}, {}]], ["one", "second", "three"])
        check([first, {(second, (third,)): last, "x": first}], [first, second, third, "x"])
        ordered = sandbox.make(
            "[collections.OrderedDict.fromkeys(some), [collections.Counter(others)]]",
            some=[third, first],
            others=[last, second, last],
        )
        check(ordered, [third, first, last, second])

    @pytest.mark.points(1)
    @pytest.mark.hint("A generator can be read only once, and has no length.")
    def test_generators(self, sandbox, rng):
        """opens generators and iterators"""
        a, b, c, d, e, f = numbers(rng, 6)
        check((item for item in [[a, [b]], c, ((d,),)]), [a, b, c, d])
        check(iter([a, (b, [c])]), [a, b, c])
        lazy = sandbox.make(
            "[a, (n for n in [b, c]), [(n for n in ()), [iter([d, [e]])]], (n for n in [f])]",
            a=a, b=b, c=c, d=d, e=e, f=f,
        )  # fmt: skip
        check(lazy, [a, b, c, d, e, f])
        lazy = sandbox.make(
            "(item for item in [map(str, [a, b]), [(n for n in [c])], zip([d], [e]), f])",
            a=a, b=b, c=c, d=d, e=e, f=f,
        )  # fmt: skip
        check(lazy, [str(a), str(b), c, d, e, f])

    @pytest.mark.points(1)
    @pytest.mark.hint("Rather than naming the types to open, ask whether something is iterable.")
    def test_anything_iterable(self, sandbox, rng):
        """opens whatever else is iterable"""
        a, b, c, d, e, f = numbers(rng, 6)
        check(sandbox.make("collections.deque(some)", some=[a, [b], c]), [a, b, c])
        views = sandbox.make(
            "[one.keys(), [two.values(), (three.items(),)]]",
            one={a: b},
            two={a: [b, c]},
            three={d: e},
        )
        check(views, [a, b, c, d, e])
        bag = sandbox.make(
            "type('Bag', (), {'__iter__': lambda self, some=some: iter(some)})()",
            some=[b, [c, (d,)]],
        )
        check(bag, [b, c, d])
        check([a, [bag, e], f], [a, b, c, d, e, f])


@pytest.mark.group("The input")
class TestInput:
    @pytest.mark.points(1)
    @pytest.mark.hint("Taking things out of a list that you were given changes it for its owner.")
    def test_unchanged(self, sandbox, rng):
        """does not change the input"""
        first, second, third, last = numbers(rng, 4)
        samples = (
            ([first, second, third, last], [first, second, third, last]),
            ([first, [second, [third]], ([last],)], [first, second, third, last]),
            (([first, [second]], [[[third]]]), [first, second, third]),
        )
        for items, expected in samples:
            held = sandbox.put(items)
            check(held, expected)
            assert sandbox.value(held) == items


@pytest.mark.bonus
@pytest.mark.group("Bonus: depth")
class TestDepth:
    @pytest.mark.points(2)
    @pytest.mark.hint("Keep a stack of iterators of your own in place of Python's call stack.")
    def test_very_deep(self, sandbox, rng):
        """opens lists and tuples nested 50 000 deep"""
        step = rng.randint(700, 1300)
        levels = 50_000
        items = sandbox.make(
            "collections.deque(itertools.accumulate(range(1, levels),"
            " lambda inner, level, step=step: [level, inner, -level] if level % step == 0"
            " else (inner,) if level % 2 else [inner], initial=[levels]), maxlen=1)[0]",
            levels=levels,
            step=step,
        )
        inside_out = range(step, levels, step)
        check(items, [*reversed(inside_out), levels, *(-level for level in inside_out)])


@pytest.mark.bonus
@pytest.mark.group("Bonus: laziness")
class TestLaziness:
    @pytest.mark.points(1)
    @pytest.mark.hint("A solution that collects the leaves first never ends here.")
    @pytest.mark.limits(cpu_seconds=0.2)  # a few leaves take next to nothing
    def test_endless(self, sandbox, rng):
        """gives the first leaves of an endless generator"""
        start = rng.randint(1, 100)
        endless = flatten(sandbox.make("itertools.count(start)", start=start))
        assert list(itertools.islice(endless, 20)) == list(range(start, start + 20))
        endless = flatten(sandbox.make("([n, [-n, ()]] for n in itertools.count(start))", start=start))
        expected = [leaf for n in range(start, start + 15) for leaf in (n, -n)]
        assert list(itertools.islice(endless, 30)) == expected

    @pytest.mark.points(1)
    @pytest.mark.hint("What is nested has to be read lazily too.")
    @pytest.mark.limits(cpu_seconds=0.2, output_kb=1024)  # also stops an endless talker
    def test_endless_inside(self, sandbox, rng):
        """gives the first leaves where an endless generator lies deeper inside"""
        start = rng.randint(1, 100)
        items = sandbox.make("['a', [('b',), [(n for n in itertools.count(start))], 'c'], 'd']", start=start)
        expected = ["a", "b", *range(start, start + 20)]
        assert list(itertools.islice(flatten(items), 22)) == expected
