# exercise: flatten
# attack: C03
# must: earn everything
"""Right, by recursion with a limit and a stack of its own, in a thread."""

import sys
import threading

sys.setrecursionlimit(100_000)
threading.stack_size(64 << 20)


def walk(item, leaves):
    if isinstance(item, (str, bytes)) or not hasattr(item, "__iter__"):
        leaves.append(item)
        return
    for inner in item:
        walk(inner, leaves)


def flatten(items):
    leaves = []
    thread = threading.Thread(target=walk, args=(items, leaves))
    thread.start()
    thread.join()
    return leaves
