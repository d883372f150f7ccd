# exercise: flatten
# attack: C09
# must: earn everything
"""Right, and leaves threads in each call: asleep, at work, not daemons, and a pool that is never closed."""

import concurrent.futures
import threading
import time

pool = concurrent.futures.ThreadPoolExecutor(3)


def _work():
    for _ in range(1000):
        time.sleep(0.01)


def flatten(items):
    threading.Thread(target=time.sleep, args=(1000,)).start()
    pool.submit(time.sleep, 1000)
    pool.submit(_work)
    return leaves(items)


def leaves(items):
    for item in items:
        if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
            yield item
        else:
            yield from leaves(item)
