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


actions, forged = names_beside("perform")["Actions"], Forged()
evaluated = actions._evaluated


def asked(self, expression, names):
    word, _, rest = expression.partition(".")
    method = rest.partition("(")[0] or "now"
    if word != "clock" or method not in vars(Forged):
        return evaluated(self, expression, names)
    return getattr(forged, method)(**names) if rest else forged


actions._evaluated = asked
