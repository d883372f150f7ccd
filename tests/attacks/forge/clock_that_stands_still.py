# exercise: rate_limiter
# attack: D08
# must: earn at most 10 %
"""Limits nothing; no time passes, whatever is waited for or let pass."""

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
    now = 0.0

    def stamped(self, function, seconds):
        return lambda *args, **kwargs: function(0.0, *args, **kwargs)

    def advance(self, seconds):
        pass


answer_for_the_clock(Forged())
