# exercise: rate_limiter
"""Known good: a thread of its own hands out tokens to callers, who wait in a queue."""

import functools
import queue
import threading
import time


def serve(waiting, rate, size):
    tokens, last = size, time.monotonic()
    while True:
        caller = waiting.get()
        now = time.monotonic()
        tokens = min(size, tokens + (now - last) * rate)
        last = now
        if tokens < 1:
            time.sleep((1 - tokens) / rate)
            tokens, last = 1, time.monotonic()
        tokens -= 1
        caller.set()


def rate_limit(calls_per_second, burst=None):
    size = max(1, calls_per_second) if burst is None else burst
    waiting = queue.SimpleQueue()
    threading.Thread(target=serve, args=(waiting, calls_per_second, size), daemon=True).start()

    def decorator(func):
        @functools.wraps(func)
        def wrapper(*args, **kwargs):
            caller = threading.Event()
            waiting.put(caller)
            caller.wait()
            return func(*args, **kwargs)

        return wrapper

    return decorator
