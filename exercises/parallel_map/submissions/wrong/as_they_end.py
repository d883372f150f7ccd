# exercise: parallel_map
"""Fault: gives the results as calls come to their end."""

import multiprocessing


def parallel_map(function, items, workers=2):
    with multiprocessing.Pool(workers) as pool:
        return list(pool.imap_unordered(function, items))
