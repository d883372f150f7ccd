# exercise: parallel_map
"""Items are numbered, come back in any order, and are sorted."""

import multiprocessing
from functools import partial


def _numbered(function, pair):
    return pair[0], function(pair[1])


def parallel_map(function, items, workers=2):
    pool = multiprocessing.get_context("fork").Pool(processes=min(workers, len(items) or 1))
    try:
        found = dict(pool.imap_unordered(partial(_numbered, function), enumerate(items)))
    finally:
        pool.terminate()
        pool.join()
    return [found[place] for place in range(len(items))]
