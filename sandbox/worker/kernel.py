"""What the standard library has no function for."""

from __future__ import annotations

import ctypes

SET_DUMPABLE = 4
GET_NO_NEW_PRIVS = 39

# Looked up once, not in each test.
_prctl = ctypes.CDLL(None).prctl


def prctl(option: int, value: int = 0) -> int:
    """`prctl(2)` with one argument; gives what it gives."""
    result: int = _prctl(option, value, 0, 0, 0)
    return result
