# exercise: parallel_map
"""Fault: raises an exception of its own."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        try:
            return pool.map(function, items)
        except Exception as exc:
            raise RuntimeError("a call has failed") from exc
