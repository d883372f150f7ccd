# exercise: flatten
# attack: X09
# must: earn no more than a stub
# verdicts: crashed
"""Crashes the interpreter: reads address 0, aborts, overflows the stack in C, frees what is in use."""

import ctypes
import os
import resource
import signal


def deep(inner=None):
    for _ in range(500_000):
        inner = (inner,)
    return hash(inner)


def flatten(items):
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY,) * 2)
    except (OSError, ValueError):
        pass
    way = os.getpid() % 4
    if way == 0:
        ctypes.string_at(0)
    if way == 1:
        os.abort()
    if way == 2:
        deep()
    signal.raise_signal(signal.SIGBUS)
    return []
