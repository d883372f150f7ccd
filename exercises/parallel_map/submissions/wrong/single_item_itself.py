# exercise: parallel_map
"""Fault: calls the function itself for a single item."""

import multiprocessing


def parallel_map(function, items, workers=2):
    if len(items) == 1:
        return [function(items[0])]
    with multiprocessing.Pool(workers) as pool:
        return pool.map(function, items)
