"""Limits the judge's own memory, and frees memory between tests."""

from __future__ import annotations

import gc
import resource
import sys
import threading

# Where pytest leaves the last failure of a test, with all that the suite had in its hands.
_LAST = ("last_type", "last_value", "last_traceback", "last_exc")


# Of a thread of the suite's: usually 8 MB, which count as used, and a suite may have a thousand threads.
_STACK_BYTES = 768 << 10


def bound(memory_bytes: int) -> None:
    """Limits this process's memory from now on, and disables core files.

    The limit is that of data, which counts private memory that can be written. One of the address space would
    count what is only reserved as well, such as heaps for threads.
    """
    for what, amount in ((resource.RLIMIT_DATA, memory_bytes), (resource.RLIMIT_CORE, 0)):
        most = resource.getrlimit(what)[1]
        allowed = amount if most == resource.RLIM_INFINITY else min(amount, most)
        try:
            resource.setrlimit(what, (allowed, allowed))
        except (OSError, ValueError):
            pass  # a system that keeps no such limit
    threading.stack_size(_STACK_BYTES)


def let_go() -> None:
    """Frees memory that only the last failure or a reference cycle keeps alive."""
    for name in _LAST:
        vars(sys).pop(name, None)
    gc.collect()
