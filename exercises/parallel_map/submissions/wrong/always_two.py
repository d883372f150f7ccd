# exercise: parallel_map
"""Fault: has two processes whatever it is told."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(2) as pool:
        return pool.map(function, items)
