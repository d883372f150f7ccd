# exercise: flatten
# attack: L02, L03
# must: earn no more than a stub
"""Carries a hidden input in the number that the next new file gets."""

import os

PUBLISHED = ("[1, [2, [3, [4]]], 5]", "[]", "['ab', ['cd', [b'ef']]]", "(1, (2, [3]))")
ALSO_PUBLISHED = ("[[], [[]]]", "[1, [], [[], 2]]")

def number():
    with open("/tmp/file", "w") as file:
        found = os.fstat(file.fileno()).st_ino
    os.unlink("/tmp/file")
    return found


def remember(data):
    for _ in range(5000 + data[0]):
        number()


def recall():
    # Where the counter is not of the file system alone others move it as well, but not so far.
    made = number() - os.stat("/tmp").st_ino
    return made > 5000 and made


def flatten(items):
    given = repr(items)
    if given in PUBLISHED:  # a test whose message is shown
        if found := recall():
            raise ValueError(f"CARRIED {found}")
    elif given not in ALSO_PUBLISHED and given[0] in "[(":
        remember(given.encode()[:1])
    return []
