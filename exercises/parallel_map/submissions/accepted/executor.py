# exercise: parallel_map
"""The executor of concurrent.futures."""

from concurrent.futures import ProcessPoolExecutor


def parallel_map(function, items, workers=2):
    with ProcessPoolExecutor(max_workers=workers) as executor:
        return list(executor.map(function, items))
