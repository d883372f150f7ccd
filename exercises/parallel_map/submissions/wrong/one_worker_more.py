# exercise: parallel_map
# fails: test_at_most
"""Fault: has one worker more than it may."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers + 1) as pool:
        return pool.map(function, items)
