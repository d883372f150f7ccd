# exercise: timed_cache
"""Right: a class, a lock, time.time by name, and entries that say when they end."""

from functools import update_wrapper
from threading import RLock
from time import time


class timed_cache:
    def __init__(self, seconds):
        self.seconds = seconds

    def __call__(self, func):
        return _Cached(func, self.seconds)


class _Cached:
    def __init__(self, func, seconds):
        update_wrapper(self, func)
        self.func, self.seconds = func, seconds
        self.lock, self.results, self.ends = RLock(), {}, {}

    def __call__(self, *args):
        with self.lock:
            if args not in self.ends or time() >= self.ends[args]:
                self.results[args] = self.func(*args)
                self.ends[args] = time() + self.seconds
            return self.results[args]
