# exercise: parallel_map
"""Known good: a pool, and its map."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        return pool.map(function, items)
