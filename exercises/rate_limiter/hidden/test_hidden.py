"""Hidden suite of rate_limiter.

Calls are timed by a function of the suite, on a virtual clock, and compared with a bucket of the suite's own.
"""

import pytest
from solution import rate_limit

# Looking at the clock takes a little time; who naps in small steps comes a step late.
EARLY_SECONDS = 0.02
LATE_SECONDS = 0.05


class Bucket:
    """When the next call may come, and when it must. It learns of the calls from what was seen of them."""

    def __init__(self, rate, burst, since=0.0):
        self.rate = rate
        self.burst = burst
        self.most = self.least = burst
        self.last = since

    def check(self, asked, at):
        """A call that was asked for at one time and came at another was neither early nor late."""
        passed = at - self.last
        waited = max(0.0, (1 - self.least) / self.rate - (asked - self.last))
        assert at <= asked + waited + LATE_SECONDS, "too late"
        self.most = min(self.burst, self.most + passed * self.rate)
        assert self.most >= 1 - EARLY_SECONDS * self.rate, "too early"
        self.most -= 1
        # Who waited may have begun with an empty bucket from there on.
        self.least = min(self.burst, self.least + passed * self.rate) - 1
        if waited:
            self.least = 0.0
        self.last = at


class Job:
    """A function of the suite that notes when it is called."""

    def __init__(self, clock, takes_seconds=0):
        self.times = []
        self.inside = clock.stamped(self._call, takes_seconds=takes_seconds)

    def _call(self, at, result=None):
        self.times.append(at)
        return result


def check_calls(clock, limited, job, bucket, count):
    """So many calls, one after the other, each at its time."""
    for _ in range(count):
        asked = clock.now
        limited()
        bucket.check(asked, job.times[-1])


def check_threads(times, rate, burst):
    """Calls that were all asked for at the time 0."""
    bucket = Bucket(rate, burst)
    for at in sorted(times):
        bucket.check(0.0, at)


@pytest.mark.group("The bucket")
class TestBucket:
    @pytest.mark.points(2)
    @pytest.mark.hint("First burst calls at once, then one each 1 / calls_per_second seconds.")
    def test_burst_and_rate(self, clock, rng):
        """starts full, and then lets calls through at the rate"""
        for rate, burst in ((rng.choice((4, 8)), rng.randint(3, 6)), (0.5, rng.randint(2, 4)), (10, 1)):
            job = Job(clock)
            limited = rate_limit(rate, burst)(job.inside)
            bucket = Bucket(rate, burst, clock.now)
            check_calls(clock, limited, job, bucket, burst + rng.randint(3, 5))

    @pytest.mark.points(2)
    @pytest.mark.hint("Tokens flow in evenly: half of the time that one takes makes half of one.")
    def test_refill(self, clock, rng):
        """refills evenly, whatever the pauses between the calls are"""
        rate, burst = rng.choice((4, 5)), rng.randint(3, 5)
        job = Job(clock)
        limited = rate_limit(rate, burst)(job.inside)
        bucket = Bucket(rate, burst, clock.now)
        check_calls(clock, limited, job, bucket, burst)
        for _ in range(8):
            # So many tokens and a part of one: the last call has to wait for the rest of it.
            tokens = rng.randint(0, burst - 1)
            clock.advance((tokens + rng.uniform(0.4, 0.6)) / rate)
            check_calls(clock, limited, job, bucket, tokens + 1)

    @pytest.mark.hint("However long nobody calls, the bucket holds no more than burst tokens.")
    def test_full(self, clock, rng):
        """never holds more tokens than burst"""
        rate, burst = rng.choice((2, 4)), rng.randint(2, 4)
        job = Job(clock)
        limited = rate_limit(rate, burst=burst)(job.inside)
        bucket = Bucket(rate, burst, clock.now)
        for seconds in (rng.uniform(20, 90), rng.uniform(3000, 4000)):
            clock.advance(seconds)
            check_calls(clock, limited, job, bucket, burst + 3)

    @pytest.mark.limits(cpu_seconds=2)
    @pytest.mark.hint("burst is max(1, calls_per_second) if it is not given.")
    def test_default(self, clock, rng):
        """holds as many tokens as come in a second, but at least one, where burst is not given"""
        for rate in (rng.randint(3, 7), 1, 0.25):
            job = Job(clock)
            limited = rate_limit(rate)(job.inside)
            bucket = Bucket(rate, max(1, rate), clock.now)
            check_calls(clock, limited, job, bucket, max(1, rate) + 2)

    @pytest.mark.hint("What you keep of a bucket belongs to one rate_limit(...), not to all of them.")
    def test_separate(self, clock, rng):
        """has a bucket for each rate_limit(...)"""
        limiters = []
        for rate in (2, 5):
            job, burst = Job(clock), rng.randint(2, 4)
            limiters.append((rate_limit(rate, burst)(job.inside), job, Bucket(rate, burst, clock.now), burst))
        for limited, job, bucket, burst in limiters:
            check_calls(clock, limited, job, bucket, burst)
        for limited, job, bucket, burst in limiters:
            check_calls(clock, limited, job, bucket, 2)


@pytest.mark.group("Threads")
class TestThreads:
    @pytest.mark.points(2)
    @pytest.mark.hint(
        "Looking at the bucket and taking a token must be one step that no other thread can enter."
    )
    def test_at_once(self, clock, rng):
        """lets no more calls through than there are tokens, and none too late, where many threads call"""
        rate, burst, count = 20, rng.randint(3, 5), rng.randint(14, 18)
        job = Job(clock)
        results = clock.together(rate_limit(rate, burst)(job.inside), [(n,) for n in range(count)])
        assert results == list(range(count))
        check_threads(job.times, rate, burst)

    @pytest.mark.hint(
        "A lock that is held while a token is awaited or taken is fine, but not during the call."
    )
    def test_long_calls(self, clock, rng):
        """does not hold up calls while others are still at work"""
        rate, burst, count = 10, rng.randint(2, 3), rng.randint(6, 8)
        job = Job(clock, takes_seconds=3)
        clock.together(rate_limit(rate, burst)(job.inside), [()] * count)
        check_threads(job.times, rate, burst)
        assert len(job.times) == count

    @pytest.mark.hint("Tokens that were taken by other threads are gone; what flowed in is there for all.")
    def test_later(self, clock, rng):
        """keeps count from one rush of threads to the next"""
        rate, burst = 10, rng.randint(3, 5)
        job = Job(clock)
        limited = rate_limit(rate, burst)(job.inside)
        clock.together(limited, [()] * burst)
        clock.advance(burst / 2 / rate)
        asked = clock.now
        clock.together(limited, [()] * burst)
        bucket = Bucket(rate, burst)
        for place, at in enumerate(sorted(job.times)):
            bucket.check(0.0 if place < burst else asked, at)


@pytest.mark.group("The decorated function")
class TestFunction:
    # In each test a call has to wait, so that no decorator that does nothing passes.

    @pytest.mark.hint("Hand on *args and **kwargs, and return whatever comes, None and False too.")
    def test_arguments_and_results(self, clock, rng):
        """hands on all arguments, and gives back any result"""
        given = []

        def job(at, *args, **kwargs):
            given.append((args, kwargs))
            return answer

        limited = rate_limit(1, 2)(clock.stamped(job))
        answers = [None, False, [rng.randint(1, 99)], {"key": rng.randint(1, 99)}]
        for answer in answers:
            found = limited(answer, "b", func=3, rate=[answer])
            assert type(found) is type(answer)
            assert found == answer
        assert given == [((answer, "b"), {"func": 3, "rate": [answer]}) for answer in answers]
        assert clock.now > 1.9

    @pytest.mark.limits(wall_seconds=10)  # a lock that is never given back is waited for in real time
    @pytest.mark.hint("Let exceptions through; what you hold must be given back all the same.")
    def test_exceptions(self, clock, rng):
        """lets exceptions through, and goes on after them"""
        kinds = rng.sample([ValueError, KeyError, OSError, ZeroDivisionError], 3)
        calls = []

        def job(at):
            calls.append(at)
            if len(calls) <= len(kinds):
                raise kinds[len(calls) - 1]("no")
            return "done"

        limited = rate_limit(2, 1)(clock.stamped(job))
        for kind in kinds:
            with pytest.raises(kind):
                limited()
        assert limited() == "done"
        assert clock.now > 1.4

    @pytest.mark.hint("functools.wraps copies what belongs to the function.")
    def test_metadata(self, clock, sandbox, rng):
        """keeps the name and the docstring"""
        name, doc = f"ask_{rng.randint(1, 99)}", f"Asks server {rng.randint(1, 99)}."
        named = sandbox.make(
            "[function := lambda: 5, setattr(function, '__name__', name),"
            " setattr(function, '__doc__', doc)][0]",
            name=name, doc=doc,
        )  # fmt: skip
        limited = rate_limit(2, 1)(named)
        assert limited.__name__ == name
        assert limited.__doc__ == doc
        assert (limited(), limited()) == (5, 5)
        assert clock.now > 0.4
