"""Visible suite of rate_limiter.

`clock` is a virtual clock: it stands still while code runs and jumps when everybody waits, so that a
test takes no time, however long you wait. What `clock.stamped(function)` gives calls `function` with
the time of the call first, in seconds.
"""

import pytest
from solution import rate_limit

SLACK_SECONDS = 0.05


def timed(clock):
    """A function that notes when it is called, and the list of these times."""
    times = []
    return clock.stamped(lambda at, *args: times.append(at)), times


@pytest.mark.group("The bucket")
@pytest.mark.points(2)
@pytest.mark.hint("The bucket starts full: so many calls begin at once, without a pause between them.")
def test_burst(clock):
    """lets a burst through at once, and then holds back"""
    job, times = timed(clock)
    limited = rate_limit(2, burst=3)(job)
    for _ in range(4):
        limited()
    assert times == pytest.approx([0, 0, 0, 0.5], abs=SLACK_SECONDS)


@pytest.mark.group("The bucket")
@pytest.mark.points(2)
@pytest.mark.hint("Once the bucket is empty, one call goes through for each token that flows in.")
def test_rate(clock):
    """lets calls through at the rate once the bucket is empty"""
    job, times = timed(clock)
    limited = rate_limit(4, burst=1)(job)
    for _ in range(5):
        limited()
    assert times == pytest.approx([0, 0.25, 0.5, 0.75, 1], abs=SLACK_SECONDS)


@pytest.mark.group("The decorated function")
@pytest.mark.points(2)
@pytest.mark.hint("Hand on *args and **kwargs, and return what the function returns.")
def test_result(clock):
    """hands on arguments and results, now and after a wait"""
    times = []
    job = clock.stamped(lambda at, first, second: [times.append(at), first, second])
    limited = rate_limit(1)(job)
    assert limited(1, second=2) == [None, 1, 2]
    assert limited(3, second=4) == [None, 3, 4]
    assert times == pytest.approx([0, 1], abs=SLACK_SECONDS)
