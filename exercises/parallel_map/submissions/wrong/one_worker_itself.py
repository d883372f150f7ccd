# exercise: parallel_map
# fails: test_never_its_own, test_none_left
"""Fault: calls the function itself where one worker is enough."""

import multiprocessing


def parallel_map(function, items, workers=2):
    if workers == 1:
        return [function(item) for item in items]
    with multiprocessing.Pool(workers) as pool:
        return pool.map(function, items)
