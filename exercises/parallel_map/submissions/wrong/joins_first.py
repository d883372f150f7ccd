# exercise: parallel_map
# fails: test_many_and_long
"""Fault: waits for its processes before it reads what they send."""

import multiprocessing


def _work(function, items, queue):
    for place, item in items:
        try:
            queue.send((place, True, function(item)))
        except Exception as exc:
            queue.send((place, False, exc))


def parallel_map(function, items, workers=2):
    numbered = list(enumerate(items))
    ours, processes = [], []
    for first in range(workers):
        receiver, sender = multiprocessing.Pipe(False)
        processes.append(multiprocessing.Process(target=_work, args=(function, numbered[first::workers], sender)))
        processes[-1].start()
        sender.close()
        ours.append(receiver)
    for process in processes:
        process.join()
    results = [None] * len(items)
    for first, receiver in enumerate(ours):
        for _ in numbered[first::workers]:
            place, good, value = receiver.recv()
            if not good:
                raise value
            results[place] = value
    return results
