"""Hidden suite of parallel_map.

Calls note when they begin and end. How many there are at once is read from that, and whether there are two
processes is seen by calls that wait for each other. But notes are written by the candidate's processes, which
may write what they like. So some calls compute keys: a right key was computed by somebody, and by whom is
what the kernel says.
"""

import contextlib
import hashlib
import time

import pytest
from solution import parallel_map


def numbers(rng, count):
    return rng.sample(range(2, 999), count)


def squares(some):
    """What their squares are in order: that results are in the order of the items, one test asks alone."""
    return sorted(number * number for number in some)


def share_out(processes, function, notes, some, *arguments):
    """Has keys computed: the CPU seconds that it takes, those that the test's own process used, and a list of
    those of each process that it started."""
    rounds = 150_000  # a tenth of a second
    began = time.process_time()
    keys = [hashlib.pbkdf2_hmac("sha256", b"%d" % number, b"parallel_map", rounds).hex() for number in some]
    cost = time.process_time() - began
    earlier, before = {child.pid for child in processes.children}, processes.own.cpu_seconds
    found = parallel_map(function, [(notes.path, number, rounds) for number in some], *arguments)
    own = processes.own.cpu_seconds - before
    assert sorted(found) == sorted(keys)
    return cost, own, [child.cpu_seconds for child in processes.children if child.pid not in earlier]


@pytest.mark.group("Results")
class TestResults:
    @pytest.mark.points(3)
    @pytest.mark.hint("The order is that of the items, not that in which calls come to their end.")
    def test_order(self, work, new_notes, rng):
        """gives the results in the order of the items, in a list"""
        path = new_notes().path
        for count in (1, 4):
            some = numbers(rng, count)
            # The first ones take longest.
            items = [(path, number, 0.3 / (place + 1)) for place, number in enumerate(some)]
            result = parallel_map(work.square, items, count)
            assert type(result) is list
            assert result == [number * number for number in some]
        # A result may be false, and two of them may be the same.
        values = [None, 0, False, "", [], {"a": [1]}, rng.randint(1, 99), None, 0]
        rng.shuffle(values)
        result = parallel_map(work.pick, [(path, place, value) for place, value in enumerate(values)], 3)
        assert [type(value) for value in result] == [type(value) for value in values]
        assert result == values

    @pytest.mark.points(1)
    @pytest.mark.hint("Where there are no items there is nothing to do.")
    def test_no_items(self, work, new_notes, rng):
        """gives an empty list for no items"""
        path, number = new_notes().path, rng.randint(2, 99)
        for workers in (1, 2, 3):
            assert parallel_map(work.square, [], workers) == []
        assert parallel_map(work.square, [(path, number, 0)]) == [number * number]

    @pytest.mark.points(2)
    @pytest.mark.hint("Who waits for a process to end before reading what it sends waits forever.")
    def test_many_and_long(self, work, new_notes, rng):
        """takes many items, and long results"""
        notes, some = new_notes(), numbers(rng, 30)
        some += some[:10]
        found = parallel_map(work.square, [(notes.path, number, 0) for number in some], 3)
        assert sorted(found) == squares(some)
        assert notes.begun() == sorted(some)  # once for each, also where two are equal
        lengths = [rng.randint(200_000, 300_000) for _ in range(4)]
        found = parallel_map(work.repeat, [(notes.path, n, length) for n, length in enumerate(lengths)])
        assert sorted(found) == [str(number) * length for number, length in enumerate(lengths)]


@pytest.mark.group("Processes")
class TestProcesses:
    @pytest.mark.points(4)
    @pytest.mark.hint("Also a single item, or a single worker, asks for a process of its own.")
    def test_never_its_own(self, work, new_notes, processes, rng):
        """never calls the function in its own process"""
        for count, workers in ((1, 1), (1, 4), (3, 1), (4, 3)):
            notes, some = new_notes(), numbers(rng, count)
            found = parallel_map(
                work.square, [(notes.path, number, 0.05) for number in some], workers=workers
            )
            assert sorted(found) == squares(some)
            assert notes.begun() == sorted(some)
            assert processes.own.pid not in notes.processes()
        cost, own, _ = share_out(processes, work.derive, new_notes(), numbers(rng, 3))
        assert own < cost / 2

    @pytest.mark.points(4)
    @pytest.mark.hint("A process for each item is too many, where there are more items than workers.")
    def test_at_most(self, work, new_notes, processes, rng):
        """has at most so many processes at work at any time"""
        for workers, count in ((1, 2), (3, 5)):
            notes, some = new_notes(), numbers(rng, count)
            found = parallel_map(work.square, [(notes.path, number, 0.2) for number in some], workers)
            assert sorted(found) == squares(some)
            assert 1 <= notes.most_at_once() <= workers
        notes, some = new_notes(), numbers(rng, 4)
        parallel_map(work.square, [(notes.path, number, 0.2) for number in some])
        assert 1 <= notes.most_at_once() <= 2  # where nothing is said
        assert notes.processes() != {processes.own.pid}  # who has none at work keeps no bound

    @pytest.mark.points(4)
    @pytest.mark.hint("One process that does all in turn is none too many, but one too few.")
    def test_at_least_two(self, work, new_notes, processes, rng):
        """shares the work between two processes at least"""
        for arguments in ((), (2,), (3,)):
            notes, some = new_notes(), numbers(rng, 2)
            # Each call waits for the other to begin.
            found = parallel_map(work.meet, [(notes.path, number, 2) for number in some], *arguments)
            assert sorted(found) == sorted(some)
            assert len(notes.processes()) == 2
            assert notes.most_at_once() == 2
        cost, own, children = share_out(processes, work.derive, new_notes(), numbers(rng, 2))
        assert own < cost / 2
        assert len([seconds for seconds in children if seconds > cost / 4]) == 2

    @pytest.mark.points(2)
    @pytest.mark.hint("Close what you have opened: a with block does.")
    def test_none_left(self, work, new_notes, rng):
        """leaves no process behind"""
        for workers in (1, 2, 3):
            notes, some = new_notes(), numbers(rng, 3)
            found = parallel_map(work.square, [(notes.path, number, 0.1) for number in some], workers)
            assert sorted(found) == squares(some)
            assert notes.real()
            assert notes.left() == []


@pytest.mark.group("Exceptions")
class TestExceptions:
    @pytest.mark.points(4)
    @pytest.mark.hint("What is raised over there must be raised here: its class and its arguments.")
    @pytest.mark.limits(wall_seconds=40)  # it starts a dozen processes, which takes a busy machine long
    def test_comes_through(self, work, new_notes, rng):
        """raises what the function raised"""
        kinds = rng.sample([ValueError, KeyError, OSError, ZeroDivisionError, RuntimeError, LookupError], 2)
        path, some = new_notes().path, numbers(rng, 4)
        assert [*parallel_map(work.pick, [(path, number, None) for number in some])] == [None] * 4
        for workers, kind in enumerate(kinds, 1):
            arguments = ("no", rng.randint(1, 999))
            notes = new_notes()
            with pytest.raises(kind) as caught:
                parallel_map(work.refuse, [(notes.path, some[0], 1, kind(*arguments))], workers)
            assert caught.type is kind
            assert caught.value.args == arguments
            assert notes.begun() == [some[0]]  # nobody tries again
        # Where several raise any one will do.
        path = new_notes().path
        with pytest.raises(ValueError) as caught:
            parallel_map(work.refuse, [(path, number, 1, ValueError(number)) for number in some])
        assert caught.value.args[0] in some
        # Also where the others have results, and whichever it is that raises.
        for place in (0, 1, 3):
            items = [(new_notes().path, number, 0.02) for number in some]
            items[place] = (path, "no number", "no seconds")
            with pytest.raises(TypeError):
                parallel_map(work.square, items)

    @pytest.mark.points(2)
    @pytest.mark.hint("What still runs when the exception arrives must be ended, or waited for.")
    def test_none_left(self, work, new_notes, rng):
        """leaves no process behind after an exception either"""
        notes, some, workers = new_notes(), numbers(rng, 3), rng.randint(2, 3)
        items = [(notes.path, number, workers, None) for number in some]
        items[0] = (notes.path, some[0], workers, ValueError("no"))
        with contextlib.suppress(ValueError):
            parallel_map(work.refuse, items, workers)
        assert notes.real()
        assert notes.left() == []
