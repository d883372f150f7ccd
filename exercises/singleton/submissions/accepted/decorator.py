# exercise: singleton
"""A decorator over the class."""

import functools
from threading import Lock


def singleton(cls):
    lock = Lock()
    made = []

    @functools.wraps(cls, updated=())
    def get():
        with lock:
            if not made:
                made.append(cls())
        return made[0]

    return get


@singleton
class Singleton:
    pass
