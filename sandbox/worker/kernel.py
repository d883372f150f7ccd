"""What the standard library has no function for."""

from __future__ import annotations

import _ctypes  # the package around it takes twice as long to import, for types that nothing here needs

SET_DUMPABLE = 4
GET_NO_NEW_PRIVS = 39


class _Int(_ctypes._SimpleCData):  # type: ignore[type-arg]  # it is generic for type checkers only
    _type_ = "i"


class _Function(_ctypes.CFuncPtr):
    _flags_ = _ctypes.FUNCFLAG_CDECL
    _restype_ = _Int


# Looked up once, not in each test, in what the interpreter itself is linked with.
_prctl = _Function(_ctypes.dlsym(_ctypes.dlopen(None, 0), "prctl"))  # type: ignore[arg-type]


def prctl(option: int, value: int = 0) -> int:
    """`prctl(2)` with one argument; gives what it gives."""
    result: int = _prctl(option, value, 0, 0, 0)
    return result
