# exercise: retry
"""Known good: a generator gives the delays; waits by `asyncio.run(asyncio.sleep(...))`, full jitter."""

import asyncio
import functools
import itertools


def delays(base, most):
    for attempt in itertools.count():
        yield min(base * 2**attempt, most) * 1.1


def retry(max_attempts=3, base_delay=1.0, max_delay=30.0, exceptions=(Exception,)):
    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            for delay in itertools.islice(delays(base_delay, max_delay), max_attempts - 1):
                try:
                    return func(*args, **kwargs)
                except exceptions:
                    asyncio.run(asyncio.sleep(delay))
            return func(*args, **kwargs)

        return wrapper

    return decorator
