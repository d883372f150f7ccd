# exercise: parallel_map
"""Fault: has four workers where nothing is said."""

import multiprocessing


def parallel_map(function, items, workers=4):
    with multiprocessing.Pool(workers) as pool:
        return pool.map(function, items)
