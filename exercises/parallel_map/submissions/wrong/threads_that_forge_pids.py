# exercise: parallel_map
"""Fault: has threads, which say of themselves that they are processes."""

import itertools
import os
import threading
from concurrent.futures import ThreadPoolExecutor

_FREE = itertools.count(100_000)
_FORGED = threading.local()


def parallel_map(function, items, workers=2):
    def begin():
        _FORGED.pid = next(_FREE)

    real, os.getpid = os.getpid, lambda: _FORGED.pid
    try:
        with ThreadPoolExecutor(workers, initializer=begin) as executor:
            return list(executor.map(function, items))
    finally:
        os.getpid = real
