# exercise: singleton
"""Fault: every call has a lock of its own."""

import threading


class Singleton:
    _instance = None

    def __new__(cls):
        if cls._instance is None:
            with threading.Lock():
                if cls._instance is None:
                    cls._instance = super().__new__(cls)
        return cls._instance
