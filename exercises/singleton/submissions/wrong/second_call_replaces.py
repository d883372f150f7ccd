# exercise: singleton
"""Fault: every other call makes a new instance."""

import threading


class Singleton:
    _instance = None
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            instance = cls._instance or super().__new__(cls)
            cls._instance = None if cls._instance else instance
            return instance
