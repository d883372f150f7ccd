# exercise: flatten
# attack: D10, D11
# must: earn no more than a stub
# verdicts: output
# within: 90 seconds
"""Writes 256 MB to both streams while it is loaded."""

import os

for _ in range(2000):
    os.write(1, b"x" * 65_536)
    os.write(2, b"\n" * 65_536)


def flatten(items):
    return None
