# exercise: parallel_map
"""Fault: has threads, which are no processes."""

from concurrent.futures import ThreadPoolExecutor


def parallel_map(function, items, workers=2):
    with ThreadPoolExecutor(workers) as executor:
        return list(executor.map(function, items))
