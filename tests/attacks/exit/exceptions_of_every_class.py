# exercise: flatten
# attack: X05, X07
# must: earn no more than a stub
# verdicts: failed, memory
"""Every built-in exception with arguments that no interpreter would give it."""

import builtins
import itertools
import random

WORDS = (None, True, -1, 0, 1 << 62, -(1 << 63), 1 << 200, 1.5, float("nan"), "utf-8", "/etc/passwd", "x" * 499)
WORDS += (b"", b"\xff" * 499)
KINDS = [kind for kind in vars(builtins).values() if isinstance(kind, type) and issubclass(kind, Exception)]


def flatten(items):
    for kind in random.sample(KINDS, len(KINDS)):
        try:
            exc = kind.__new__(kind)
            exc.args = tuple(random.choices(WORDS, k=random.randrange(8)))
        except TypeError:
            continue
        raise exc
