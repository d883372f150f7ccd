# exercise: parallel_map
"""Fault: gives a tuple."""

from concurrent.futures import ProcessPoolExecutor


def parallel_map(function, items, workers=2):
    with ProcessPoolExecutor(workers) as executor:
        return tuple(executor.map(function, items))
