# exercise: parallel_map
"""Fault: closes the pool only where nothing was raised."""

import multiprocessing


def parallel_map(function, items, workers=2):
    pool = multiprocessing.Pool(workers)
    pools.append(pool)
    results = pool.map(function, items)
    pool.close()
    pool.join()
    return results


pools = []
