# exercise: rate_limiter
"""Fault: all limiters share one bucket."""

import functools
import threading
import time

LOCK = threading.Lock()
STATE = {}


def rate_limit(calls_per_second, burst=None):
    capacity = max(1, calls_per_second) if burst is None else burst

    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            while True:
                with LOCK:
                    now = time.monotonic()
                    tokens = STATE.get("tokens", capacity) + (now - STATE.get("last", now)) * calls_per_second
                    STATE.update(tokens=min(capacity, tokens), last=now)
                    if STATE["tokens"] >= 1:
                        STATE["tokens"] -= 1
                        break
                    wait = (1 - STATE["tokens"]) / calls_per_second
                time.sleep(wait)
            return func(*args, **kwargs)

        return wrapper

    return decorator
