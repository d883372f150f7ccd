# exercise: parallel_map
# fails: test_comes_through
"""Fault: gives exceptions among the results."""

import functools
import multiprocessing


def _either(function, item):
    try:
        return function(item)
    except Exception as exc:
        return exc


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        return pool.map(functools.partial(_either, function), items)
