# exercise: singleton
"""Fault: forgets the instance when nobody else has kept it."""

import threading
import weakref


class Singleton:
    _reference = staticmethod(lambda: None)
    _lock = threading.Lock()

    def __new__(cls):
        with cls._lock:
            instance = cls._reference()
            if instance is None:
                instance = super().__new__(cls)
                cls._reference = weakref.ref(instance)
            return instance
