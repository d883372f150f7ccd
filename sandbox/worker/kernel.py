"""System calls that the standard library does not offer."""

from __future__ import annotations

import _ctypes  # the package around it takes twice as long to import, for types that nothing here needs
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SET_PARENT_DEATH_SIGNAL = 1
SET_DUMPABLE = 4
SET_SECCOMP = 22
DROP_FROM_BOUNDING_SET = 24
GET_NO_NEW_PRIVS = 39


class _Int(_ctypes._SimpleCData):  # type: ignore[type-arg]  # it is generic for type checkers only
    _type_ = "i"


class _Text(_ctypes._SimpleCData):  # type: ignore[type-arg]
    _type_ = "z"


class _Function(_ctypes.CFuncPtr):
    _flags_ = _ctypes.FUNCFLAG_CDECL | _ctypes.FUNCFLAG_USE_ERRNO
    _restype_ = _Int


def function(name: str) -> Callable[..., int]:
    """A function of the C library with which the interpreter is linked."""
    return _Function(symbol(name))


def symbol(name: str) -> int:
    """The address of a function in the interpreter or a library linked with it."""
    return _ctypes.dlsym(_ctypes.dlopen(None, 0), name)  # type: ignore[arg-type]


# Looked up once, not in each test.
_prctl = function("prctl")
syscall = function("syscall")


def prctl(option: int, value: int = 0, more: int | bytes = 0) -> int:
    """Calls `prctl(2)` and returns its result."""
    return _prctl(option, value, more, 0, 0)


def last_error() -> int:
    """The `errno` of the last call."""
    return _ctypes.get_errno()


def checked(result: int, what: str) -> None:
    """Raises `OSError` if the last call's `result` means that it failed."""
    if result < 0:
        number = last_error()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def address(data: bytes) -> bytes:
    """The address of `data` as the bytes of a C pointer; `data` must outlive its use."""
    return bytes(_Text(data))


def sized(program: bytes) -> bytes:
    """A filter's `struct sock_fprog`: the number of instructions and their address.

    `program` must outlive it.
    """
    return (len(program) // 8).to_bytes(8, "little") + address(program)
