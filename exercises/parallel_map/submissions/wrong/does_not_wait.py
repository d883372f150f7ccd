# exercise: parallel_map
"""Fault: does not wait for those that still run after an exception."""

from concurrent.futures import ProcessPoolExecutor


def parallel_map(function, items, workers=2):
    executor = ProcessPoolExecutor(workers)
    try:
        return list(executor.map(function, items))
    finally:
        executor.shutdown(wait=False)
