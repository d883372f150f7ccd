# exercise: parallel_map
"""Fault: leaves out results that are false."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        return [result for result in pool.map(function, items) if result]
