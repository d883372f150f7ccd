# exercise: rate_limiter
# attack: D08
# must: earn at most 10 %
"""Limits nothing; the time is nothing that can be compared, or less than any other."""

# with: memory

import functools


def rate_limit(calls_per_second, burst=None):
    """Limits nothing."""
    Forged.rate = calls_per_second

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            return function(*args, **kwargs)

        return wrapper

    return decorate


class Forged:
    rate = 1
    place = 0
    times = (float("nan"), float("-inf"), float("inf"), -1e300, 1e300, -0.0)

    @property
    def now(self):
        Forged.place += 1
        return Forged.times[Forged.place % 6]

    def stamped(self, function, seconds):
        return lambda *args, **kwargs: function(self.now, *args, **kwargs)

    def advance(self, seconds):
        pass


answer_for_the_clock(Forged())
