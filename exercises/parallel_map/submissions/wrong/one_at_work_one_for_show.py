# exercise: parallel_map
"""Fault: one process makes all calls, in threads; others lend them their numbers."""

import multiprocessing
import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor

_FORGED = threading.local()


def _work(connection, function, items, pids):
    def begin():
        _FORGED.pid = pids.pop()

    real, os.getpid = os.getpid, lambda: getattr(_FORGED, "pid", 0) or real()
    try:
        with ThreadPoolExecutor(len(pids), initializer=begin) as executor:
            connection.send((True, list(executor.map(function, items))))
    except Exception as exc:
        connection.send((False, exc))


def parallel_map(function, items, workers=2):
    shown = [multiprocessing.Process(target=time.sleep, args=(60,), daemon=True) for _ in range(workers)]
    for process in shown:
        process.start()
    ours, theirs = multiprocessing.Pipe(duplex=False)
    one = multiprocessing.Process(
        target=_work, args=(theirs, function, items, [process.pid for process in shown])
    )
    one.start()
    try:
        good, value = ours.recv()
    finally:
        one.join()
        for process in shown:
            process.terminate()
            process.join()
    if not good:
        raise value
    return value
