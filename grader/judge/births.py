"""Watches child processes by a descriptor that becomes readable when the child has ended.

On Linux that is a pidfd. Elsewhere it is the end of a pipe whose other end only the child has.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys

# What the number of a process is sent as, and the length of a message.
NUMBER_BYTES = 4
# Whether the system has descriptors that mean a process.
_HAS_PIDFD = hasattr(os, "pidfd_open")
# Darwin counts in bytes what others count in KiB.
_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
# How often it is looked whether a process has ended, where nothing tells.
_LOOK_MILLISECONDS = 10


class Birth:
    """The preparation, made before a fork, that lets the parent watch the child by a descriptor."""

    def __init__(self) -> None:
        self._ends = None if _HAS_PIDFD else os.pipe()

    def in_child(self) -> None:
        """To be called in the child; prepares its end of the pipe, which stays open until the child ends."""
        if self._ends:
            os.close(self._ends[0])

    def in_parent(self, pid: int) -> int:
        """To be called in the parent with the child's `pid`; returns the descriptor."""
        if self._ends is None:
            return os.pidfd_open(pid)
        os.close(self._ends[1])
        return self._ends[0]


def has_ended(descriptor: int, milliseconds: int) -> bool:
    """Waits at most `milliseconds` for the process of `descriptor` to end; returns whether it has."""
    ended = select.poll()
    ended.register(descriptor, select.POLLIN)
    return bool(ended.poll(milliseconds))


def kill(descriptor: int, pid: int) -> None:
    """Kills the process of `descriptor`, whose pid is `pid`; does nothing if it has ended."""
    with contextlib.suppress(ProcessLookupError):
        if _HAS_PIDFD:
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        elif not has_ended(descriptor, 0):
            os.kill(pid, signal.SIGKILL)


def reaped(pid: int, milliseconds: int) -> tuple[int, int] | None:
    """The exit status of the child `pid` and its peak memory in bytes; None if it is still running."""
    if _HAS_PIDFD:
        descriptor = os.pidfd_open(pid)
        has_ended(descriptor, milliseconds)
        os.close(descriptor)
        milliseconds = 0
    for _ in range(milliseconds // _LOOK_MILLISECONDS + 1):
        ended, status, used = os.wait4(pid, os.WNOHANG)
        if ended:
            return status, used.ru_maxrss * _PEAK_UNIT
        if milliseconds:
            select.poll().poll(_LOOK_MILLISECONDS)
    return None


def own_peak_bytes() -> int:
    """The peak memory of this process in bytes."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _PEAK_UNIT
