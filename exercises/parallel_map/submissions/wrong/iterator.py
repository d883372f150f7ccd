# exercise: parallel_map
"""Fault: gives an iterator."""

from concurrent.futures import ProcessPoolExecutor


def parallel_map(function, items, workers=2):
    with ProcessPoolExecutor(workers) as executor:
        return executor.map(function, items)
