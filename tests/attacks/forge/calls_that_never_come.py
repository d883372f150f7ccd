# exercise: rate_limiter
# attack: D08
# must: earn at most 10 %
"""Gives each call its argument back, and calls nothing; no call was too early."""

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

    def together(self, function, calls):
        return [call[0] if call else None for call in calls]


answer_for_the_clock(Forged())
