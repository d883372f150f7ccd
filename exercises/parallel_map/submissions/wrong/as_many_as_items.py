# exercise: parallel_map
"""Fault: has a process for each item."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(max(len(items), 1)) as pool:
        return pool.map(function, items)
