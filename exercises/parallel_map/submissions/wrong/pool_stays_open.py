# exercise: parallel_map
"""Fault: keeps the pool, and so its processes."""

import multiprocessing


def parallel_map(function, items, workers=2):
    pool = multiprocessing.Pool(workers)
    pools.append(pool)
    return pool.map(function, items)


pools = []
