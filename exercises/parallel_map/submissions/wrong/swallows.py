# exercise: parallel_map
"""Fault: gives None in place of exceptions."""

import functools
import multiprocessing


def _quiet(function, item):
    try:
        return function(item)
    except Exception:
        return None


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        return pool.map(functools.partial(_quiet, function), items)
