# exercise: parallel_map
"""Fault: has one worker where nothing is said."""

import multiprocessing


def parallel_map(function, items, workers=1):
    with multiprocessing.Pool(workers) as pool:
        return pool.map(function, items)
