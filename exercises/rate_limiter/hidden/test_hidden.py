"""Hidden suite of rate_limiter.

Calls are timed by a function of the suite, on a virtual clock, and compared with a bucket of the suite's own.
That clock is a claim. So it is held against what the suite lets pass: `Watch` allows no time between two
looks and no more than is asked for, so that whoever forges it must forge the very times of a right solution.
"""

import pytest
from solution import rate_limit

# Looking at the clock takes a little time; who naps in small steps comes a step late.
EARLY_SECONDS = 0.02
LATE_SECONDS = 0.05


class Watch:
    """The clock, which may go on only while a call waits, or where the suite lets time pass."""

    def __init__(self, clock):
        self._clock = clock
        self._last = 0.0

    def now(self):
        """The time, which is that of the last look."""
        now = self._clock.now
        assert self._last - 1e-6 <= now <= self._last + LATE_SECONDS, "time passes on its own"
        self._last = now
        return now

    def advance(self, seconds):
        """Lets so much time pass, and says when that is over."""
        self.now()
        self._clock.advance(seconds)
        self._last += seconds
        return self.now()

    def came(self, at):
        """A call came at that time, which the bucket judges."""
        self._last = at


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
    """A function of the suite that notes when it is called, and with what."""

    def __init__(self, clock, takes_seconds=0):
        self.times = []
        self.given = []
        self.inside = clock.stamped(self._call, takes_seconds=takes_seconds)

    def _call(self, at, given=None):
        self.times.append(at)
        self.given.append(given)
        return given


def check_calls(watch, limited, job, bucket, count):
    """So many calls, one after the other, each at its time."""
    for _ in range(count):
        asked, before = watch.now(), len(job.times)
        limited()
        assert len(job.times) == before + 1
        bucket.check(asked, job.times[-1])
        watch.came(job.times[-1])


def check_times(times, expected):
    """Calls one after the other, of which it is known when each can come."""
    assert len(times) == len(expected)
    for at, when in zip(times, expected, strict=True):
        assert type(at) is float
        assert when - EARLY_SECONDS <= at <= when + LATE_SECONDS * len(expected)


def check_threads(watch, job, rate, burst, count):
    """So many calls that were all asked for at the time 0."""
    assert len(job.times) == count
    bucket = Bucket(rate, burst)
    for at in sorted(job.times):
        bucket.check(0.0, at)
    watch.came(max(job.times))


@pytest.mark.group("The bucket")
class TestBucket:
    @pytest.mark.points(2)
    @pytest.mark.hint("First burst calls at once, then one each 1 / calls_per_second seconds.")
    def test_burst_and_rate(self, clock, rng):
        """starts full, and then lets calls through at the rate"""
        watch = Watch(clock)
        for rate, burst in ((rng.choice((4, 8)), rng.randint(3, 6)), (0.5, rng.randint(2, 4)), (10, 1)):
            job = Job(clock)
            limited = rate_limit(rate, burst)(job.inside)
            bucket = Bucket(rate, burst, watch.now())
            check_calls(watch, limited, job, bucket, burst + rng.randint(3, 5))

    @pytest.mark.points(2)
    @pytest.mark.hint("Tokens flow in evenly: half of the time that one takes makes half of one.")
    def test_refill(self, clock, rng):
        """refills evenly, whatever the pauses between the calls are"""
        watch = Watch(clock)
        rate, burst = rng.choice((4, 5)), rng.randint(3, 5)
        job = Job(clock)
        limited = rate_limit(rate, burst)(job.inside)
        bucket = Bucket(rate, burst, watch.now())
        check_calls(watch, limited, job, bucket, burst)
        for _ in range(8):
            # So many tokens and a part of one: the last call has to wait for the rest of it.
            tokens = rng.randint(0, burst - 1)
            watch.advance((tokens + rng.uniform(0.4, 0.6)) / rate)
            check_calls(watch, limited, job, bucket, tokens + 1)

    @pytest.mark.points(4)
    @pytest.mark.hint("However long nobody calls, the bucket holds no more than burst tokens.")
    def test_full(self, clock, rng):
        """never holds more tokens than burst"""
        watch = Watch(clock)
        rate, burst = rng.choice((2, 4)), rng.randint(2, 4)
        job = Job(clock)
        limited = rate_limit(rate, burst=burst)(job.inside)
        bucket = Bucket(rate, burst, watch.now())
        for seconds in (rng.uniform(20, 90), rng.uniform(3000, 4000)):
            watch.advance(seconds)
            check_calls(watch, limited, job, bucket, burst + 3)

    @pytest.mark.points(2)
    @pytest.mark.limits(cpu_seconds=5)
    @pytest.mark.hint("burst is max(1, calls_per_second) if it is not given.")
    def test_default(self, clock, rng):
        """holds as many tokens as come in a second, but at least one, where burst is not given"""
        watch = Watch(clock)
        for rate in (rng.randint(3, 7), 1, 0.5):
            job = Job(clock)
            limited = rate_limit(rate)(job.inside)
            bucket = Bucket(rate, max(1, rate), watch.now())
            check_calls(watch, limited, job, bucket, max(1, rate) + 2)

    @pytest.mark.hint("What you keep of a bucket belongs to one rate_limit(...), not to all of them.")
    def test_separate(self, clock, rng):
        """has a bucket for each rate_limit(...)"""
        watch = Watch(clock)
        limiters = []
        for rate in (2, 5):
            job, burst = Job(clock), rng.randint(2, 4)
            limiters.append(
                (rate_limit(rate, burst)(job.inside), job, Bucket(rate, burst, watch.now()), burst)
            )
        for limited, job, bucket, burst in limiters:
            check_calls(watch, limited, job, bucket, burst)
        for limited, job, bucket, burst in limiters:
            check_calls(watch, limited, job, bucket, 2)


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
        numbers = rng.sample(range(1000), count)
        results = clock.together(rate_limit(rate, burst)(job.inside), [(number,) for number in numbers])
        assert results == numbers
        assert sorted(job.given) == sorted(numbers)
        check_threads(Watch(clock), job, rate, burst, count)

    @pytest.mark.points(2)
    @pytest.mark.hint(
        "A lock that is held while a token is awaited or taken is fine, but not during the call."
    )
    def test_long_calls(self, clock, rng):
        """does not hold up calls while others are still at work"""
        rate, burst, count = 10, rng.randint(2, 3), rng.randint(6, 8)
        job = Job(clock, takes_seconds=3)
        clock.together(rate_limit(rate, burst)(job.inside), [()] * count)
        check_threads(Watch(clock), job, rate, burst, count)
        assert clock.now >= max(job.times) + 3 - EARLY_SECONDS

    @pytest.mark.hint("Tokens that were taken by other threads are gone; what flowed in is there for all.")
    def test_later(self, clock, rng):
        """keeps count from one rush of threads to the next"""
        rate, burst = 10, rng.randint(3, 5)
        job = Job(clock)
        limited = rate_limit(rate, burst)(job.inside)
        watch = Watch(clock)
        clock.together(limited, [()] * burst)
        check_threads(watch, job, rate, burst, burst)
        asked = watch.advance(burst / 2 / rate)
        clock.together(limited, [()] * burst)
        assert len(job.times) == 2 * burst
        bucket = Bucket(rate, burst)
        for place, at in enumerate(sorted(job.times)):
            bucket.check(0.0 if place < burst else asked, at)


@pytest.mark.group("The decorated function")
class TestFunction:
    # In each test calls have to wait, and each for its time, so that no decorator that does nothing passes.

    @pytest.mark.hint("Hand on *args and **kwargs, and return whatever comes, None and False too.")
    def test_arguments_and_results(self, clock, rng):
        """hands on all arguments, and gives back any result"""
        given, times = [], []

        def job(at, *args, **kwargs):
            times.append(at)
            given.append((args, kwargs))
            return answer

        limited = rate_limit(1, 2)(clock.stamped(job))
        answers = [None, False, [rng.randint(1, 99)], {"key": rng.randint(1, 99)}]
        for answer in answers:
            found = limited(answer, "b", func=3, rate=[answer])
            assert type(found) is type(answer)
            assert found == answer
        assert given == [((answer, "b"), {"func": 3, "rate": [answer]}) for answer in answers]
        check_times(times, [0, 0, 1, 2])

    @pytest.mark.points(2)
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
        check_times(calls, [0, 0.5, 1, 1.5])

    @pytest.mark.points(2)
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
        found, times = [], [clock.now]
        for _ in range(3):
            found.append(limited())
            times.append(clock.now)
        assert found == [5, 5, 5]
        check_times(times, [0, 0, 0.5, 1])
