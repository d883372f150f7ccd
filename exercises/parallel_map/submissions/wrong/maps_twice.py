# exercise: parallel_map
# fails: test_comes_through
"""Fault: calls everything once more where a call has raised."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        try:
            return pool.map(function, items)
        except Exception:
            return pool.map(function, items)
