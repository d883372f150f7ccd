# exercise: parallel_map
"""Fault: gives each worker the same number of items, and leaves the rest out."""

import multiprocessing


def _all_of(function, items):
    return [function(item) for item in items]


def parallel_map(function, items, workers=2):
    share = len(items) // workers
    parts = [(function, items[n * share : (n + 1) * share]) for n in range(workers)]
    with multiprocessing.Pool(workers) as pool:
        return [result for part in pool.starmap(_all_of, parts) for result in part]
