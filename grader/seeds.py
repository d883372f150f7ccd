"""Seeds: all randomness of a run derives from one number, which nothing that is shown reveals.

A seed that we draw has 128 bits, so nobody can find it by trying. A seed that a person chose is only as
secret as they keep it: whoever knows it knows the inputs of every run with it.
"""

from __future__ import annotations

import hashlib
import secrets

_BITS = 128
# What `--seed` takes.
MOST = (1 << _BITS) - 1


def drawn() -> int:
    """Draws a new random seed."""
    return secrets.randbits(_BITS)


def derived(seed: int, *about: str) -> int:
    """Derives a number of 128 bits for one purpose, which reveals neither the seed nor other such numbers.

    Whoever sees enough output of a `random.Random` can compute its seed. So the number is a digest.
    """
    text = "\0".join((str(seed), *about))
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[: _BITS // 8])
