# exercise: parallel_map
"""Processes of its own, each with every so many of the items and a pipe."""

import multiprocessing


def _work(connection, function, items):
    for item in items:
        try:
            connection.send((True, function(item)))
        except Exception as exc:
            connection.send((False, exc))
            break


def parallel_map(function, items, workers=2):
    started = []
    results = [None] * len(items)
    try:
        for first in range(min(workers, len(items))):
            ours, theirs = multiprocessing.Pipe(duplex=False)
            process = multiprocessing.Process(target=_work, args=(theirs, function, items[first::workers]))
            process.start()
            theirs.close()
            started.append((process, ours, range(first, len(items), workers)))
        for _, ours, places in started:
            for place in places:
                good, value = ours.recv()
                if not good:
                    raise value
                results[place] = value
    finally:
        for process, _, _ in started:
            process.terminate()
            process.join()
    return results
