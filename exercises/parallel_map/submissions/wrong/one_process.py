# exercise: parallel_map
"""Fault: has one process whatever it is told."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(1) as pool:
        return pool.map(function, items)
