# exercise: singleton
"""Fault: a thread that comes while the instance is created gets nothing."""

import threading


class Singleton:
    _instance = None
    _busy = False
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            first, cls._busy = not cls._busy, True
        if first:
            cls._instance = super().__new__(cls)
        return cls._instance
