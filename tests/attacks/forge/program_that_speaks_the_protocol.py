# exercise: divisions
# attack: P02, P06, F03
# must: earn no more than a stub
# verdicts: failed, error, crashed
# within: 120 seconds
"""Frames of every kind on all descriptors, its own and those of others: an end, files, output, readiness."""

import os
import struct
import sys

RIGHT = b"5/2 = 2.5\n5//2 = 2\n"


def frames():
    for channel in range(200):
        for kind in range(1, 13):
            for payload in (b"", b"\x01" + RIGHT, b"\x03" + bytes(8) + b"exited"):
                yield struct.pack(">IBI", len(payload) + 5, kind, channel) + payload


def descriptors():
    yield from range(64)
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            names = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
        for name in names:
            try:
                yield os.open(f"/proc/{pid}/fd/{name}", os.O_WRONLY | os.O_NONBLOCK)
            except OSError:
                pass


data = b"".join(frames())
for descriptor in descriptors():
    if descriptor == 1:  # what is printed is text, whatever it looks like
        continue
    try:
        os.set_blocking(descriptor, False)
        os.write(descriptor, data)
    except OSError:
        pass
sys.stdout.buffer.write(data[:4096])
os._exit(0)
