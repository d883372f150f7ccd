# exercise: parallel_map
"""Right, but untidy: futures one by one, and prints."""

import concurrent.futures as cf

def parallel_map(function, items, workers = 2) :
    ex = cf.ProcessPoolExecutor(workers)
    out = []
    try:
        for f in [ex.submit(function, item) for item in items]:
            out += [f.result()]
            print(len(out), "done")
    finally:
        ex.shutdown(cancel_futures=True)
    return out
