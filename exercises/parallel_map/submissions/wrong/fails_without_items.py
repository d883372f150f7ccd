# exercise: parallel_map
"""Fault: cannot do without items."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(min(workers, len(items))) as pool:
        return pool.map(function, items)
