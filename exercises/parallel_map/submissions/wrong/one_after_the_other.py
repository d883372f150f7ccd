# exercise: parallel_map
"""Fault: starts a process for each item, and waits for it."""

import multiprocessing


def parallel_map(function, items, workers=2):
    results = []
    with multiprocessing.Pool(workers) as pool:
        for item in items:
            results.append(pool.apply(function, (item,)))
    return results
