# exercise: singleton
"""Fault: creates under the lock, but stores when it has let it go."""

import threading


class Singleton:
    _instance = None
    _lock = threading.Lock()

    def __new__(cls):
        if cls._instance is None:
            with cls._lock:
                fresh = cls._instance or super().__new__(cls)
            cls._instance = fresh
        return cls._instance
