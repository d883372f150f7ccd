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


actions, forged = names_beside("perform")["Actions"], Forged()
evaluated = actions._evaluated


def asked(self, expression, names):
    word, _, rest = expression.partition(".")
    method = rest.partition("(")[0] or "now"
    if word != "clock" or method not in vars(Forged):
        return evaluated(self, expression, names)
    return getattr(forged, method)(**names) if rest else forged


actions._evaluated = asked
