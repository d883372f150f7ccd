"""Hidden suite of countdown.

How often a countdown can be read, and what its iterators do, have tests of their own.
"""

import itertools

import pytest
from solution import CountdownIterable


def counted(countdown, most):
    """What it counts, and one number more than there should be at most."""
    return list(itertools.islice(countdown, most + 1))


def down_from(start):
    return list(range(start, 0, -1))


@pytest.mark.group("Counting")
class TestCounting:
    @pytest.mark.points(2)
    @pytest.mark.hint("The first number is `start`, and the last one is 1.")
    def test_numbers(self, rng):
        """counts from the start down to 1"""
        for start in (1, 2, 3, rng.randint(5, 20), rng.randint(200, 500)):
            assert counted(CountdownIterable(start), start) == down_from(start)

    @pytest.mark.hint("There is no number from 0 down to 1.")
    def test_zero(self, rng):
        """gives nothing for 0"""
        assert counted(CountdownIterable(0), 0) == []
        empty, other = CountdownIterable(0), CountdownIterable(rng.randint(2, 5))
        assert next(iter(other)) > 1
        with pytest.raises(StopIteration):
            next(iter(empty))


@pytest.mark.group("Iterators")
class TestIterators:
    @pytest.mark.points(2)
    @pytest.mark.hint("Keep the place in the iterator, not in what it came from.")
    def test_again(self, rng):
        """counts from the start again at each loop"""
        start = rng.randint(3, 20)
        countdown = CountdownIterable(start)
        for _ in range(3):
            assert counted(countdown, start) == down_from(start)
        # Also where one was not read to its end.
        assert counted(countdown, 1) == down_from(start)[:2]
        assert counted(countdown, start) == down_from(start)

    @pytest.mark.hint("Each call of iter() begins anew, and knows nothing of the others.")
    def test_in_turns(self, rng):
        """has iterators that can be read in turns"""
        start = rng.randint(6, 12)
        countdown = CountdownIterable(start)
        others = CountdownIterable(start + 5)
        iterators = [iter(countdown), iter(countdown), iter(others)]
        expected = [down_from(start), down_from(start), down_from(start + 5)]
        turns = [0] * start + [1] * start + [2] * start
        rng.shuffle(turns)
        for turn in turns:
            assert next(iterators[turn]) == expected[turn].pop(0)
        # One that is made late begins at the start, too.
        assert counted(countdown, start) == down_from(start)

    @pytest.mark.hint("An iterator has the method __iter__ as well, and returns itself there.")
    def test_own_iter(self, sandbox, rng):
        """has iterators that are their own iter(), and are not the countdown itself"""
        start = rng.randint(6, 12)
        held = sandbox.make("[countdown, iter(countdown)]", countdown=CountdownIterable(start))
        sandbox.make("held.append(iter(held[1]))", held=held)
        same = sandbox.make("[held[2] is held[1], held[1] is held[0]]", held=held)
        assert sandbox.value(same) == [True, False]
        # That two are the same is what the inside says: each goes on where the other was left.
        for number in down_from(start):
            assert sandbox.value(sandbox.make("[next(held[at])]", held=held, at=rng.randint(1, 2))) == [
                number
            ]

    @pytest.mark.hint("An iterator that has ended stays at its end.")
    def test_stays_at_the_end(self, sandbox, rng):
        """goes on raising StopIteration at the end"""
        start = rng.randint(1, 5)
        # Each step is made inside: here an iterator that has once ended is not asked again.
        held = sandbox.make("[iter(countdown)]", countdown=CountdownIterable(start))
        expected = [[number] for number in down_from(start)] + [[]] * rng.randint(3, 6)
        for number in expected:
            found = sandbox.make("[*map(next, held)]", held=held)
            assert sandbox.value(found) == number


@pytest.mark.group("Bonus: backwards")
@pytest.mark.bonus
@pytest.mark.points(2)
@pytest.mark.hint("There is a special method for reversed().")
def test_reversed(rng):
    """gives the numbers up to the start for reversed()"""
    for start in (0, 1, 2, rng.randint(5, 20)):
        countdown = CountdownIterable(start)
        for _ in range(2):
            assert counted(reversed(countdown), start) == list(range(1, start + 1))
            assert counted(countdown, start) == down_from(start)
