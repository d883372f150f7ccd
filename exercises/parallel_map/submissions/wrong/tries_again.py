# exercise: parallel_map
"""Fault: calls again where a call has failed."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        try:
            return pool.map(function, items)
        except Exception:
            return [function(item) for item in items]
