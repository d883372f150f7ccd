# exercise: rate_limiter
# attack: D08
# must: earn at most 10 %
"""Limits nothing; a million seconds pass whenever the suite looks at the clock."""

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
    time = 0.0

    @property
    def now(self):
        Forged.time += 1e6
        return Forged.time

    def stamped(self, function, seconds):
        return lambda *args, **kwargs: function(Forged.time, *args, **kwargs)

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
