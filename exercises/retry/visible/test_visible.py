"""Visible suite of retry.

`clock` is a virtual clock: it stands still while code runs and jumps when everybody waits, so that a
test takes no time, however long your delays are. `clock.now` is the time in seconds; what
`clock.stamped(function)` gives calls `function` with the time of the call first.
"""

import pytest
from solution import retry


def failing(clock, times, exception=ValueError):
    """A function that fails so many times and then returns "done"; and when it was called."""
    calls = []

    def job(at):
        calls.append(at)
        if len(calls) <= times:
            raise exception(f"failure {len(calls)}")
        return "done"

    return clock.stamped(job), calls


@pytest.mark.group("Attempts")
@pytest.mark.points(2)
@pytest.mark.hint("Call again where it raises, and return what it returns.")
def test_in_the_end(clock):
    """calls again until the function succeeds"""
    job, calls = failing(clock, 2)
    assert retry(max_attempts=5)(job)() == "done"
    assert len(calls) == 3


@pytest.mark.group("Attempts")
@pytest.mark.points(2)
@pytest.mark.hint("max_attempts counts all calls, the first one too.")
def test_gives_up(clock):
    """raises the last exception when there are no attempts left"""
    job, calls = failing(clock, 99)
    with pytest.raises(ValueError, match="failure 4"):
        retry(max_attempts=4)(job)()
    assert len(calls) == 4


@pytest.mark.group("Delays")
@pytest.mark.points(2)
@pytest.mark.hint("1 second after the first call, 2 after the second; up to 10 % more is fine.")
def test_delays(clock):
    """waits longer each time"""
    job, calls = failing(clock, 2)
    retry()(job)()
    first, second, third = calls
    assert 1 <= second - first <= 1.1 + 0.02
    assert 2 <= third - second <= 2.2 + 0.02
