# exercise: rate_limiter
"""A decorator that holds calls back with a token bucket, also where many threads call."""


def rate_limit(calls_per_second: float, burst: int | None = None):
    """Return a decorator that lets a function be called at a limited rate.

    A bucket holds at most `burst` tokens (`max(1, calls_per_second)` if not given) and starts full;
    `calls_per_second` tokens flow in each second. Each call takes one token. Where there is none, the
    caller blocks until there is one, and no longer.
    """
    raise NotImplementedError
