"""Opens the standard streams of tests once; each test's process inherits them."""

from __future__ import annotations

import os
import sys


def open_for_tests() -> None:
    """Opens `sys.stdin`, `sys.stdout` and `sys.stderr` before any test's process is forked.

    A text stream examines its file when it is opened: here a pipe, as it will be in the test.
    """
    own = os.dup(2)
    read_end, write_end = os.pipe()
    for fd in (1, 2):
        os.dup2(write_end, fd)
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)
    sys.stdout, sys.stderr = (
        open(fd, "w", encoding="utf-8", errors="backslashreplace", closefd=False) for fd in (1, 2)
    )
    vars(sys).update(__stdin__=sys.stdin, __stdout__=sys.stdout, __stderr__=sys.stderr)
    for fd, target in ((0, 1), (own, 2)):
        os.dup2(fd, target)
    for fd in (own, read_end, write_end):
        os.close(fd)
