"""Hidden suite of retry.

All is counted and timed by the calls of a function of the suite, on a virtual clock. How long the delays are
is looked at in one group only, so that a fault there costs no points elsewhere.
"""

import contextlib
import itertools

import pytest
from solution import retry

# The clock takes a little time for each look at it, and whoever naps in small steps is a step late.
SLACK_SECONDS = 0.02
# A sum of floats may be that much off.
ROUNDING = 1e-6


class Job:
    """A function of the suite that raises and returns what it is told, one a call, and notes the calls."""

    def __init__(self, clock, *outcomes):
        self.clock = clock
        self.outcomes = outcomes
        self.times = []
        self.arguments = []
        self.inside = clock.stamped(self._call)

    def _call(self, at, *args, **kwargs):
        self.times.append(at)
        self.arguments.append((args, kwargs))
        outcome = self.outcomes[min(len(self.times), len(self.outcomes)) - 1]
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    @property
    def delays(self):
        return [later - earlier for earlier, later in itertools.pairwise(self.times)]


def failures(count, kind=ValueError):
    return [kind(f"failure {number}") for number in range(1, count + 1)]


def check_delays(job, nominal):
    """Each delay is as long as it should be, or up to a tenth longer."""
    assert len(job.delays) == len(nominal)
    for delay, expected in zip(job.delays, nominal, strict=True):
        assert expected - ROUNDING <= delay <= expected * 1.1 + SLACK_SECONDS


@pytest.mark.group("Attempts")
class TestAttempts:
    @pytest.mark.hint("There is nothing to repeat, and nothing to wait for, once it has succeeded.")
    def test_success(self, clock, rng):
        """calls no more often than needed"""
        for count in (0, 1, rng.randint(2, 5)):
            answer = rng.randint(1, 999)
            job = Job(clock, *failures(count), answer)
            assert retry(max_attempts=count + rng.randint(1, 3))(job.inside)() == answer
            # Nothing is waited for after the last call.
            assert 0 <= clock.now - job.times[-1] < SLACK_SECONDS
            assert len(job.times) == count + 1

    @pytest.mark.hint("max_attempts is how often it is called in all; 1 means that nothing is repeated.")
    def test_count(self, clock, rng):
        """calls as often as it may, and no more"""
        for attempts in (1, 2, rng.randint(4, 8)):
            job = Job(clock, *failures(20))
            with pytest.raises(ValueError):
                retry(max_attempts=attempts)(job.inside)()
            assert len(job.times) == attempts
            answer = rng.randint(1, 999)
            job = Job(clock, *failures(attempts - 1), answer)
            assert retry(max_attempts=attempts)(job.inside)() == answer

    @pytest.mark.hint("Without arguments there are three attempts.")
    def test_default(self, clock):
        """makes three attempts where nothing else is asked for"""
        job = Job(clock, *failures(20))
        with pytest.raises(ValueError):
            retry()(job.inside)()
        assert len(job.times) == 3

    @pytest.mark.hint("The exception of the last call, not of the first, and none of your own.")
    def test_last_exception(self, clock, rng):
        """raises the exception of the last call, as it is"""
        for kinds in ((ValueError, OSError, LookupError), (RuntimeError, RuntimeError, TypeError)):
            code = rng.randint(1, 999)
            outcomes = [kind(f"{kind.__name__} {code + place}") for place, kind in enumerate(kinds)]
            job = Job(clock, *outcomes)
            with pytest.raises(kinds[-1]) as caught:
                retry(max_attempts=3)(job.inside)()
            assert caught.type is kinds[-1]
            assert caught.value.args == outcomes[-1].args


@pytest.mark.group("Delays")
class TestDelays:
    @pytest.mark.hint("base_delay after the first call, then twice as long each time.")
    def test_doubling(self, clock, rng):
        """doubles the delay each time, with at most a tenth added"""
        for base in (rng.randint(2, 9) / 10, rng.randint(2, 5)):
            job = Job(clock, *failures(6), None)
            retry(max_attempts=7, base_delay=base, max_delay=1e6)(job.inside)()
            check_delays(job, [base * 2**step for step in range(6)])

    @pytest.mark.points(2)
    @pytest.mark.hint("max_delay bounds what is waited, apart from the jitter; it is 30 if not given.")
    def test_cap(self, clock, rng):
        """never waits longer than max_delay and a tenth"""
        most = rng.randint(5, 7) / 10
        job = Job(clock, *failures(33), None)
        retry(max_attempts=34, base_delay=0.1, max_delay=most)(job.inside)()
        check_delays(job, [min(0.1 * 2**step, most) for step in range(33)])
        job = Job(clock, *failures(3), None)
        retry(max_attempts=4, base_delay=rng.randint(2, 9), max_delay=1.5)(job.inside)()
        check_delays(job, [1.5] * 3)

    @pytest.mark.hint("Without arguments it waits from 1 second up to 30.")
    def test_defaults(self, clock):
        """waits from one second up to thirty where nothing else is asked for"""
        # Long enough that no jitter hides another bound by luck.
        job = Job(clock, *failures(15), None)
        retry(max_attempts=16)(job.inside)()
        check_delays(job, [1, 2, 4, 8, 16] + [30] * 10)

    @pytest.mark.points(2)
    @pytest.mark.hint("There is nothing to wait for once the attempts are used up.")
    def test_after_the_last(self, clock, rng):
        """does not wait after the last attempt"""
        for attempts in (1, 2, rng.randint(3, 5)):
            job = Job(clock, *failures(20))
            with pytest.raises(ValueError):
                retry(max_attempts=attempts, base_delay=rng.randint(2, 9))(job.inside)()
            assert 0 <= clock.now - job.times[-1] < SLACK_SECONDS
            assert len(job.times) == attempts


@pytest.mark.group("Exceptions")
class TestExceptions:
    @pytest.mark.points(4)
    @pytest.mark.hint("Only what is listed leads to another attempt.")
    def test_unlisted(self, clock, rng):
        """lets other exceptions through at once, also after some attempts"""
        for count in (0, rng.randint(1, 3)):
            job = Job(clock, *failures(count, OSError), KeyError("no"), "not reached")
            with pytest.raises(KeyError):
                retry(max_attempts=9, exceptions=(OSError, ValueError))(job.inside)()
            assert len(job.times) == count + 1
            assert 0 <= clock.now - job.times[-1] < SLACK_SECONDS

    @pytest.mark.hint("`except exceptions` takes a tuple of classes, and catches subclasses too.")
    def test_listed(self, clock, rng):
        """repeats after each listed exception and after subclasses of them"""
        kinds = [ConnectionError, ZeroDivisionError, LookupError]
        raised = [ConnectionError, ConnectionResetError, ZeroDivisionError, KeyError, IndexError]
        rng.shuffle(kinds)
        rng.shuffle(raised)
        job = Job(clock, *(kind("again") for kind in raised), "done")
        decorator = retry(max_attempts=len(raised) + 1, exceptions=tuple(kinds))
        assert decorator(job.inside)() == "done"
        assert len(job.times) == len(raised) + 1

    @pytest.mark.hint("By default it repeats after every Exception; SystemExit is none.")
    def test_default(self, clock, sandbox, rng):
        """repeats after every Exception where nothing else is asked for, and after nothing else"""
        kinds = rng.sample([ArithmeticError, AssertionError, EOFError, NameError, OSError, TypeError], 4)
        job = Job(clock, *(kind("again") for kind in kinds), "done")
        assert retry(max_attempts=5)(job.inside)() == "done"
        for name in ("SystemExit", "KeyboardInterrupt", "GeneratorExit"):
            job = Job(clock, None)
            ends = sandbox.make(f"lambda: [job(), (n for n in ()).throw({name}())]", job=job.inside)
            with pytest.raises(BaseException) as caught:
                retry(max_attempts=3)(ends)()
            assert caught.type.__name__ == name
            assert len(job.times) == 1


@pytest.mark.group("The decorated function")
class TestFunction:
    @pytest.mark.points(2)
    @pytest.mark.hint("Pass on *args and **kwargs, and return whatever comes, None and False too.")
    def test_arguments_and_results(self, clock, rng):
        """hands on all arguments at each attempt, and gives back any result"""
        for result in (None, False, 0, "", [], rng.randint(1, 999), {"key": [1]}):
            job = Job(clock, *failures(2), result)
            number = rng.randint(1, 99)
            found = retry(max_attempts=4)(job.inside)(number, "b", sep=[number], func=3)
            assert type(found) is type(result)
            assert found == result
            assert job.arguments == [((number, "b"), {"sep": [number], "func": 3})] * 3
        # The last attempt gets them as well; how many there are, and how it ends, is asked elsewhere.
        job = Job(clock, *failures(9))
        with contextlib.suppress(Exception):
            retry(max_attempts=3)(job.inside)(number, sep="c")
        assert job.arguments == [((number,), {"sep": "c"})] * len(job.times)

    @pytest.mark.points(2)
    @pytest.mark.hint("functools.wraps copies what belongs to the function.")
    def test_metadata(self, clock, sandbox, rng):
        """keeps the name and the docstring"""
        job = Job(clock, *failures(1), "done")
        name, doc = f"load_{rng.randint(1, 99)}", f"Loads page {rng.randint(1, 99)}."
        named = sandbox.make(
            "[function := lambda: job(), setattr(function, '__name__', name),"
            " setattr(function, '__doc__', doc)][0]",
            job=job.inside, name=name, doc=doc,
        )  # fmt: skip
        decorated = retry()(named)
        assert decorated.__name__ == name
        assert decorated.__doc__ == doc
        assert decorated() == "done"

    @pytest.mark.points(2)
    @pytest.mark.hint("Count the attempts, and double the delay, for each call by itself.")
    def test_each_call_anew(self, clock, rng):
        """begins anew with each call, also with one decorator for two functions"""
        decorator = retry(max_attempts=3)
        first, second = Job(clock, *failures(99)), Job(clock, *failures(99))
        jobs = [(first, decorator(first.inside)), (second, decorator(second.inside))]
        waited = []
        for _ in range(rng.randint(2, 3)):
            for job, decorated in jobs:
                before = len(job.times)
                with pytest.raises(ValueError, match=f"failure {before + 3}"):
                    decorated()
                assert len(job.times) == before + 3
                waited.append(sum(job.delays[-2:]))
        # As long each time, but for the jitter.
        assert all(seconds < waited[0] * 1.5 + SLACK_SECONDS for seconds in waited)
