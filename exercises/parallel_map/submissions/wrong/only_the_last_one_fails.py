# exercise: parallel_map
# fails: test_comes_through
"""Fault: raises only what the call for the last item raised."""

import multiprocessing


def parallel_map(function, items, workers=2):
    results, failure = [], None
    with multiprocessing.Pool(workers) as pool:
        for asked in [pool.apply_async(function, (item,)) for item in items]:
            failure = None
            try:
                results.append(asked.get())
            except Exception as exc:
                failure = exc
    if failure:
        raise failure
    return results
