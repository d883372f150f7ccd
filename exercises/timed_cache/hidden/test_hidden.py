"""Hidden suite of timed_cache.

A function of the suite gives another result at each call, so each answer tells which call it is from.
"""

import pytest
from solution import timed_cache

# To look at the clock takes a little time, and the task leaves open what happens in the very moment.
NEAR = 0.02


class Job:
    """A function that counts its calls for each tuple of arguments, and gives that count with them."""

    def __init__(self):
        self.calls = []

    def __call__(self, *args):
        self.calls.append(args)
        return [*args, self.calls.count(args)]


def cached(seconds, job):
    @timed_cache(seconds)
    def function(*args):
        return job(*args)

    return function


@pytest.mark.group("Time")
class TestTime:
    @pytest.mark.hint("Compare how long ago it was computed with seconds, each time.")
    def test_until_it_is_over(self, clock, rng):
        """gives a result again until its time is over, and no longer"""
        for seconds in (rng.randint(2, 9), rng.uniform(0.2, 0.8), 3600 * rng.randint(2, 50)):
            job = Job()
            function = cached(seconds, job)
            clock.advance(rng.uniform(0, 2) * seconds)
            for count in (1, 2, 3):
                assert function("a") == ["a", count]
                clock.advance(seconds * rng.uniform(0.2, 0.6))
                assert function("a") == ["a", count]
                clock.advance(rng.uniform(0.1, 0.3) * seconds)
                assert function("a") == ["a", count]
                clock.advance(rng.uniform(0.9, 3) * seconds)

    @pytest.mark.hint("Whole seconds are not exact enough.")
    def test_close_to_the_end(self, clock, rng):
        """keeps a result nearly to the end of its time, and forgets it soon after"""
        for seconds in (rng.randint(1, 5), rng.uniform(1.2, 1.8)):
            job = Job()
            function = cached(seconds, job)
            for count in (1, 2, 3):
                assert function(5) == [5, count]
                clock.advance(seconds - NEAR)
                assert function(5) == [5, count]
                clock.advance(2 * NEAR)

    @pytest.mark.hint("When a result was last asked for does not matter, only when it was computed.")
    def test_asked_often(self, clock, rng):
        """lets a result go in time, however often it is asked for"""
        seconds, job = rng.randint(5, 50), Job()
        function = cached(seconds, job)
        for count in (1, 2):
            for _ in range(5):
                assert function(1, 2) == [1, 2, count]
                clock.advance(seconds * 0.19)
            assert function(1, 2) == [1, 2, count]
            clock.advance(seconds * 0.1)

    @pytest.mark.hint("Keep a time for each result, not one for all of them.")
    def test_each_its_own(self, clock, rng):
        """has a time for each result"""
        seconds, job = rng.randint(5, 50), Job()
        function = cached(seconds, job)
        first, second, third = rng.sample(range(100), 3)
        assert function(first) == [first, 1]
        clock.advance(seconds * 0.4)
        assert function(second) == [second, 1]
        clock.advance(seconds * 0.4)
        assert function(third) == [third, 1]
        assert function(first) == [first, 1]
        clock.advance(seconds * 0.4)
        assert function(second) == [second, 1]
        assert function(first) == [first, 2]
        assert function(third) == [third, 1]
        clock.advance(seconds * 0.4)
        assert [function(one) for one in (second, third, first)] == [[second, 2], [third, 1], [first, 2]]
        clock.advance(seconds * 0.4)
        assert [function(one) for one in (second, third, first)] == [[second, 2], [third, 2], [first, 2]]


@pytest.mark.group("Results and arguments")
class TestResults:
    @pytest.mark.hint("All of the arguments together say which call it is.")
    def test_arguments(self, clock, sandbox, rng):
        """keeps results apart by all arguments, and keeps all of them"""
        a, b = rng.sample(range(2, 99), 2)
        calls = [(), (a,), (b,), (a, b), (b, a), (a, a), (a, b, a), (a, b, b), ((a, b),), (None,)]
        # Some look alike, and -1 and -2 have the same hash, as have two that are 2**61 - 1 apart.
        alone = [(), "", str(a), f"{a}, {b}", f"({a},)", "a", "A", b"a", a + 0.5, -1, -2, a + 2**61 - 1]
        calls += [(one,) for one in [*alone, frozenset([a]), frozenset([a, b])]]
        calls += [(n, "many") for n in range(150)]
        job = Job()
        function = cached(1000, job)
        for _ in range(2):
            rng.shuffle(calls)
            # All at once: each by itself would wait for its turn, which takes long where the machine is busy.
            found = sandbox.make("[function(*args) for args in calls]", function=function, calls=calls)
            assert sandbox.value(found) == [[*args, 1] for args in calls]
        assert len(job.calls) == len(calls)
        # Thousands, of a function that counts its calls inside, since each call of ours takes a while.
        counts = sandbox.make("lambda number, calls=itertools.count(): [number, next(calls)]")
        asked = "[function(number) for _ in (1, 2) for number in range(3000)]"
        found = sandbox.make(asked, function=timed_cache(1000)(counts))
        assert sandbox.value(found) == [[number, number] for number in range(3000)] * 2

    @pytest.mark.hint("That there is a result is one thing, which one it is another.")
    def test_false_ones(self, clock, rng):
        """keeps None and other results that count as false"""
        seconds, calls = rng.randint(5, 50), []
        results = [None, False, 0, 0.0, "", [], (), {}, rng.randint(1, 99)]

        @timed_cache(seconds)
        def function(place):
            calls.append(place)
            return results[place]

        for count in (1, 2):
            for place, result in enumerate(results):
                for _ in range(2):
                    found = function(place)
                    assert type(found) is type(result)
                    assert found == result
            assert len(calls) == count * len(results)
            clock.advance(seconds + NEAR)

    @pytest.mark.hint("After an exception there is no result, so the next call has to compute one.")
    def test_exceptions(self, clock, rng):
        """lets exceptions through, and does not keep them"""
        seconds = rng.randint(5, 50)
        outcomes = [ValueError("first"), KeyError("second"), 5, OSError("third"), None, 7]
        calls = []

        @timed_cache(seconds)
        def function(argument):
            calls.append(argument)
            outcome = outcomes[len(calls) - 1]
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        for _ in range(2):
            for kind, told in ((ValueError, "first"), (KeyError, "second")):
                with pytest.raises(kind) as caught:
                    function("x")
                assert caught.value.args == (told,)
            assert [function("x"), function("x")] == [5, 5]
            clock.advance(seconds + NEAR)
            with pytest.raises(OSError, match="third"):
                function("x")
            assert [function("x"), function("x")] == [None, None]
            clock.advance(seconds - NEAR)
            assert function("x") is None
            clock.advance(2 * NEAR)
            assert function("x") == 7
            assert len(calls) == len(outcomes)
            calls.clear()
            clock.advance(seconds + NEAR)

    @pytest.mark.hint("Make a cache for each function. functools.wraps copies what belongs to the function.")
    def test_functions(self, clock, sandbox, rng):
        """gives each function a cache of its own, and keeps its name and docstring"""
        seconds, number = rng.randint(5, 50), rng.randint(1, 99)
        name, doc = f"ask_{number}", f"Asks server {number}."
        named = sandbox.make(
            "[[function := lambda *args, place=place, counter=itertools.count(1):"
            " [place, next(counter), *args], setattr(function, '__name__', name),"
            " setattr(function, '__doc__', doc)][0] for place in range(4)]",
            name=name, doc=doc,
        )  # fmt: skip
        same = timed_cache(seconds)
        functions = [same(named[0]), same(named[1]), timed_cache(seconds)(named[2])]
        functions.append(timed_cache(3 * seconds)(named[3]))
        for function in functions:
            assert (function.__name__, function.__doc__) == (name, doc)
        for count in (1, 2):
            for _ in range(2):
                for place, function in enumerate(functions):
                    assert function(number) == [place, count if place < 3 else 1, number]
            clock.advance(seconds + NEAR)
