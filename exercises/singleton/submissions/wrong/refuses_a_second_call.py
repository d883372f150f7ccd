# exercise: singleton
"""Fault: raises where there is an instance already."""

import threading


class Singleton:
    _instance = None
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            if cls._instance is not None:
                raise RuntimeError("there is an instance already")
            cls._instance = super().__new__(cls)
        return cls._instance
