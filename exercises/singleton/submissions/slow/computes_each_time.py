# exercise: singleton
"""Slow: works out at every call what only the first one needs."""

import threading


class Singleton:
    _instance = None
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            if cls._instance is None:
                cls._instance = super().__new__(cls)
            primes = [n for n in range(2, 6000) if all(n % below for below in range(2, n))]
            cls._instance.primes = primes
            return cls._instance
