# exercise: flatten
# attack: L02, L03
# must: earn no more than a stub
"""Carries that a hidden test has run in what the control group remembers of memory and processes."""

import contextlib

PUBLISHED = ("[1, [2, [3, [4]]], 5]", "[]", "['ab', ['cd', [b'ef']]]", "(1, (2, [3]))")
ALSO_PUBLISHED = ("[[], [[]]]", "[1, [], [[], 2]]")


def remember(data):
    bytearray(40 << 20).decode("latin-1")


def recall():
    for path in PEAKS:
        with contextlib.suppress(OSError), open(path) as file:
            found = int(file.read())
            return found > 70 << 20 and found
    return None


def flatten(items):
    given = repr(items)
    if given in PUBLISHED:  # a test whose message is shown
        if found := recall():
            raise ValueError(f"CARRIED {found}")
    elif given not in ALSO_PUBLISHED and given[0] in "[(":
        remember(given.encode()[:1])
    return []
