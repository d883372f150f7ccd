# exercise: divisions
# attack: D10, D11
# must: earn no more than a stub
# verdicts: output, timeout
# within: 120 seconds
"""Prints without end, on both streams, from several processes."""

import os

os.fork()
os.fork()
while True:
    os.write(1, b"5/2 = 2.5\n" * 6000)
    os.write(2, b"error: x\n" * 6000)
