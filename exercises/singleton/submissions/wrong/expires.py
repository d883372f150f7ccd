# exercise: singleton
"""Fault: a new instance after a hundred calls."""

import threading


class Singleton:
    _instance = None
    _calls = 0
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            if cls._calls % 100 == 0:
                cls._instance = super().__new__(cls)
            cls._calls += 1
        return cls._instance
