# exercise: singleton
"""Fault: every thread has an instance of its own."""

import threading


class Singleton:
    _held = threading.local()

    def __new__(cls):
        if not hasattr(cls._held, "instance"):
            cls._held.instance = super().__new__(cls)
        return cls._held.instance
