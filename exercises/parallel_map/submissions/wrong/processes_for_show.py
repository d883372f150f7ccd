# exercise: parallel_map
"""Fault: has threads, which say that they are processes that it has started and that do nothing."""

import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

_FORGED = threading.local()


def parallel_map(function, items, workers=2):
    shown = [multiprocessing.Process(target=time.sleep, args=(60,), daemon=True) for _ in range(workers)]
    for process in shown:
        process.start()
    pids = [process.pid for process in shown]

    def begin():
        _FORGED.pid = pids.pop()

    real, os.getpid = os.getpid, lambda: getattr(_FORGED, "pid", 0) or real()
    try:
        with ThreadPoolExecutor(workers, initializer=begin) as executor:
            return list(executor.map(function, items))
    finally:
        os.getpid = real
        for process in shown:
            process.terminate()
            process.join()
