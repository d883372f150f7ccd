"""Hidden suite of the state machine.

Every test asks for both answers, so that no constant passes. A test breaks or needs the clause
that it is about and no other one: elsewhere `USUAL` stands for what is valid and `ABSURD` for what
is not. Only the test of the type minds what kind of true or false comes back.
"""

import itertools

import pytest
from solution import TaskStatus, is_valid_sequence

NAMES = ("CREATED", "IN_PROGRESS", "DONE", "CANCELED")
USUAL = ("CREATED IN_PROGRESS DONE", "CREATED CANCELED")
UNFINISHED = ("CREATED", "CREATED IN_PROGRESS")
ABSURD = ("DONE IN_PROGRESS CREATED", "CANCELED DONE CREATED IN_PROGRESS")
VALID = [tuple(lifecycle.split()) for lifecycle in (*USUAL, *UNFINISHED, "CREATED IN_PROGRESS CANCELED")]


def states(names):
    """The members with these names, given as one text or one by one."""
    names = names.split() if type(names) is str else names
    members = {name: getattr(TaskStatus, name) for name in set(names)}  # each is asked for once
    return [members[name] for name in names]


def answer(names):
    """What the solution says about a list of these states, taken for true or false."""
    return taken(is_valid_sequence(states(names)))


def taken(result):
    """The plain `result` as true or false; what is not plain has no truth value and fails here."""
    return bool(result)


def questions(rng, valid=USUAL, invalid=ABSURD):
    """All sequences with the right answers, in a random order."""
    both = [(names, True) for names in valid] + [(names, False) for names in invalid]
    return rng.sample(both, len(both))


def check(rng, valid, invalid):
    for names, expected in questions(rng, valid, invalid):
        assert answer(names) is expected, names


@pytest.mark.group("The enum")
class TestEnum:
    @pytest.mark.points(1)
    @pytest.mark.hint("Two members of an enum with equal values are one member with two names.")
    def test_members(self, sandbox, rng):
        """has a real enum with four different members"""
        assert sandbox.kind(TaskStatus) == "enum class"
        # The word for its kind comes from inside. So what it derives from is looked at among others, in an
        # order that is drawn here, and so are its members.
        other = sandbox.make("enum.Enum('Other', 'CREATED IN_PROGRESS')")
        classes = [(TaskStatus, True), (other, True), (sandbox.make("type('Class', (), {})"), False)]
        rng.shuffle(classes)
        bases = "type.__dict__['__mro__'].__get__(one)"
        found = sandbox.make(
            f"[any(base is enum.Enum for base in {bases}) for one in some]", some=[one for one, _ in classes]
        )
        assert sandbox.value(found) == [is_one for _, is_one in classes]
        members = [(getattr(TaskStatus, name), True) for name in NAMES]
        members += [(other.CREATED, False), (TaskStatus, False)]
        rng.shuffle(members)
        found = sandbox.make(
            "[type(one) is status for one in some]", some=[one for one, _ in members], status=TaskStatus
        )
        assert sandbox.value(found) == [is_one for _, is_one in members]
        listed = [member.name for member in itertools.islice(TaskStatus, 50)]
        for name in NAMES:
            member = getattr(TaskStatus, name)
            assert sandbox.kind(member) == "enum member"
            # A second name of another member would tell that one's name and would not be listed.
            assert member.name == name
            assert listed.count(name) == 1


@pytest.mark.group("Transitions")
class TestTransitions:
    @pytest.mark.points(1)
    @pytest.mark.hint("Where may a task go that was just created?")
    def test_from_created(self, rng):
        """knows where a created task can go"""
        check(rng, USUAL, ["CREATED DONE", *ABSURD])

    @pytest.mark.points(1)
    @pytest.mark.hint("Where may a task go that is being worked on?")
    def test_from_in_progress(self, rng):
        """knows where a task in progress can go"""
        check(
            rng,
            [*USUAL, "CREATED IN_PROGRESS CANCELED"],
            [
                "CREATED IN_PROGRESS CREATED",
                "CREATED IN_PROGRESS CREATED IN_PROGRESS DONE",
                "CREATED IN_PROGRESS CREATED CANCELED",
            ],
        )

    @pytest.mark.points(1)
    @pytest.mark.hint("What is done stays done.")
    def test_done_is_final(self, rng):
        """lets nothing follow what is done"""
        done = "CREATED IN_PROGRESS DONE"
        check(
            rng,
            USUAL,
            [f"{done} {after}" for after in ("CREATED", "IN_PROGRESS", "CANCELED", "IN_PROGRESS DONE", done)],
        )

    @pytest.mark.points(1)
    @pytest.mark.hint("What is canceled stays canceled, however it came to be.")
    def test_canceled_is_final(self, rng):
        """lets nothing follow what is canceled"""
        canceled = ["CREATED CANCELED", "CREATED IN_PROGRESS CANCELED"]
        afterwards = ("CREATED", "IN_PROGRESS", "DONE", "IN_PROGRESS DONE", "CREATED CANCELED")
        check(
            rng,
            USUAL,
            [f"{before} {after}" for before in canceled for after in afterwards],
        )

    @pytest.mark.points(1)
    @pytest.mark.hint("Staying in a state is not a transition.")
    def test_same_state_again(self, rng):
        """does not take a repeated state for a transition"""
        repeated = []
        for lifecycle in VALID:
            for place, name in enumerate(lifecycle):
                repeated.append((*lifecycle[:place], name, *lifecycle[place:]))
                repeated.append((*lifecycle[:place], *[name] * 5, *lifecycle[place:]))
        check(rng, USUAL, repeated)


@pytest.mark.group("Sequences")
class TestSequences:
    @pytest.mark.points(1)
    @pytest.mark.hint("Does the first state matter to your solution?")
    def test_start(self, rng):
        """wants every lifecycle to start with CREATED"""
        check(
            rng,
            USUAL,
            ["IN_PROGRESS", "DONE", "CANCELED", "IN_PROGRESS DONE", "IN_PROGRESS CANCELED"],
        )

    @pytest.mark.points(1)
    @pytest.mark.hint("A task may still be on its way.")
    def test_unfinished(self, rng):
        """accepts lifecycles that are not finished"""
        check(rng, [*UNFINISHED, *USUAL], ABSURD)

    @pytest.mark.points(1)
    @pytest.mark.hint("An empty generator is not false by itself.")
    def test_empty(self, sandbox, rng):
        """refuses the empty sequence, of whatever kind"""
        for lifecycle in USUAL:
            assert answer(lifecycle) is True
        assert taken(is_valid_sequence([])) is False
        assert taken(is_valid_sequence(())) is False
        assert taken(is_valid_sequence(state for state in [])) is False
        assert taken(is_valid_sequence(sandbox.make("iter(())"))) is False

    @pytest.mark.points(1)
    @pytest.mark.hint("Try all sequences of up to four states; five of them are valid.")
    def test_all_short_ones(self, rng):
        """is right about every sequence of up to four states without repeats"""
        sequences = [names for length in range(1, 5) for names in itertools.product(NAMES, repeat=length)]
        # Repeated states have a test of their own.
        sequences = [
            names
            for names in sequences
            if all(name != following for name, following in itertools.pairwise(names))
        ]
        check(rng, VALID, [names for names in sequences if names not in VALID])

    @pytest.mark.points(2)
    @pytest.mark.hint("Nothing longer than three states can be right, wherever the fault is.")
    def test_long_ones(self, rng):
        """is right about long sequences"""
        lifecycle = ["CREATED", "IN_PROGRESS", "DONE"]
        invalid = [lifecycle * 7, lifecycle * 100, ["CREATED", "IN_PROGRESS"] * 30]
        for length in (12, 25, 60, 300):
            walk = list(rng.choice(VALID))
            while len(walk) < length:
                walk.append(rng.choice([name for name in NAMES if name != walk[-1]]))
            invalid += [walk, [*walk, *lifecycle]]
        check(rng, USUAL, invalid)


@pytest.mark.group("Arguments and results")
class TestArguments:
    @pytest.mark.points(1)
    @pytest.mark.hint("A generator has no length and no index, and it can be read only once.")
    def test_generators(self, sandbox, rng):
        """reads generators and iterators, which can be read only once"""
        for names, expected in questions(rng):
            generator = (state for state in states(names))
            assert taken(is_valid_sequence(generator)) is expected
            for lazily in ("(state for state in some)", "iter(some)", "reversed(some[::-1])"):
                iterator = sandbox.make(lazily, some=states(names))
                assert taken(is_valid_sequence(iterator)) is expected

    @pytest.mark.points(1)
    @pytest.mark.hint("Use nothing of the argument but that it can be iterated.")
    def test_any_iterable(self, sandbox, rng):
        """takes tuples and any other iterable"""
        for names, expected in questions(rng):
            assert taken(is_valid_sequence(tuple(states(names)))) is expected
            for kind in (
                "collections.deque(some)",
                "dict(enumerate(some)).values()",
                "type('Journal', (), {'__iter__': lambda self, some=some: iter(some)})()",
            ):
                iterable = sandbox.make(kind, some=states(names))
                assert taken(is_valid_sequence(iterable)) is expected

    @pytest.mark.points(1)
    @pytest.mark.hint("Taking states out of a list that you were given changes it for its owner.")
    def test_unchanged(self, sandbox, rng):
        """does not change the sequence"""
        for names, expected in questions(rng):
            held = sandbox.put(states(names))
            before = list(itertools.islice(held, 20))
            assert taken(is_valid_sequence(held)) is expected
            assert list(itertools.islice(held, 20)) == before

    @pytest.mark.points(1)
    @pytest.mark.hint("None, 0 and 1, lists and the like are not booleans.")
    def test_real_bool(self, rng):
        """answers with True and False themselves"""
        for names, expected in questions(rng):
            assert is_valid_sequence(states(names)) is expected
        # What is right here is the business of other tests.
        for names in (
            "",
            "CREATED",
            "CREATED DONE",
            "CREATED IN_PROGRESS CREATED",
            "CREATED CREATED",
        ):
            assert type(is_valid_sequence(states(names))) is bool
