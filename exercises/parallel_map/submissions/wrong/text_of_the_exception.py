# exercise: parallel_map
# fails: test_comes_through
"""Fault: raises an exception of the same class that holds the other's text."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        try:
            return pool.map(function, items)
        except Exception as exc:
            raise type(exc)(str(exc)) from None
