# exercise: flatten
# attack: L02, L03
# must: earn no more than a stub
"""Carries a hidden input in the number of the next process: threads are counted with them."""

import os
import threading

PUBLISHED = ("[1, [2, [3, [4]]], 5]", "[]", "['ab', ['cd', [b'ef']]]", "(1, (2, [3]))")
ALSO_PUBLISHED = ("[[], [[]]]", "[1, [], [[], 2]]")

def remember(data):
    while threading.get_native_id() and last() < 1000 + data[0]:
        pass


def last():
    thread = threading.Thread(target=lambda: None)
    thread.start()
    thread.join()
    return thread.native_id


def recall():
    return os.getpid() > 1000 and os.getpid()


def flatten(items):
    given = repr(items)
    if given in PUBLISHED:  # a test whose message is shown
        if found := recall():
            raise ValueError(f"CARRIED {found}")
    elif given not in ALSO_PUBLISHED and given[0] in "[(":
        remember(given.encode()[:1])
    return []
