# exercise: parallel_map
# fails: test_many_and_long
"""Fault: calls once for items that are equal."""

import multiprocessing


def parallel_map(function, items, workers=2):
    different = list({repr(item): item for item in items}.values())
    with multiprocessing.Pool(workers) as pool:
        return pool.map(function, different)
