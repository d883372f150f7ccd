# exercise: singleton
"""A metaclass that creates under a lock which the same thread may take again."""

import threading
from typing import Any


class SingletonMeta(type):
    _instances: dict[type, Any] = {}
    _lock = threading.RLock()

    def __call__(cls):
        with SingletonMeta._lock:
            if cls not in SingletonMeta._instances:
                SingletonMeta._instances[cls] = super().__call__()
            return SingletonMeta._instances[cls]


class Singleton(metaclass=SingletonMeta):
    pass
