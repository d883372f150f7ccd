"""NumPy and pandas in the judge, if the exercise has them; imported only when a value of theirs is met."""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any

from ...wire.arrays import Array, Table
from ...wire.bounds import NotPlain
from ...wire.foreign import Foreign
from ...wire.frames import MAX_BYTES_WITH_ARRAYS, MAX_MESSAGE_BYTES

_NAMES = ("numpy", "pandas")


class Imported:
    """Converts values of NumPy and pandas to and from wire objects, if the exercise's lock has these."""

    def __init__(self) -> None:
        self.names: tuple[str, ...] = ()
        self.folder = ""  # where the exercise's libraries lie
        self.inside: set[str] = set()  # those that suites import, but use in the sandbox
        self._foreign: Foreign | None = None
        self._has_pandas = False

    def allow(self, folder: str) -> None:
        """Enables those of the libraries that lie in `folder`, from which the suite imports."""
        self.folder = folder
        self.names = tuple(filter(self.has, _NAMES))

    def has(self, name: str) -> bool:
        """Whether the exercise's libraries have a package or module of that name."""
        path = os.path.join(self.folder, name)
        return bool(self.folder) and (os.path.isdir(path) or os.path.isfile(f"{path}.py"))

    @property
    def most_bytes(self) -> int:
        """The largest size of one message in bytes."""
        return MAX_BYTES_WITH_ARRAYS if self.names else MAX_MESSAGE_BYTES

    def apart(self, value: Any) -> Any:
        """Converts `value` to a wire object; None if it is not of these libraries, or must not cross."""
        if not self.names or "numpy" not in sys.modules:  # then it is none
            return None
        return self._with("pandas" in sys.modules).apart(value)

    def snapshot(self, value: Any) -> Any:
        """A copy of a mutable array or table as a wire object; None for any other value."""
        if not self.names or "numpy" not in sys.modules:
            return None
        return self._with("pandas" in sys.modules).snapshot(value)

    def refill(self, value: Any, now: Any) -> None:
        """Changes `value` in place to the state `now`.

        Raises:
            NotPlain: it cannot become that.
        """
        self._with("pandas" in sys.modules).refill(value, now)

    def together(self, thing: Array | Table) -> Any:
        """Converts the wire object `thing` to a value.

        Raises:
            NotPlain: there is none, or the exercise has no such library.
        """
        needed = "pandas" if type(thing) is Table else "numpy"
        if needed not in self.names:
            raise NotPlain(f"a value of {needed}, which the exercise does not have")
        return self._with(needed == "pandas").together(thing)

    def _with(self, pandas: bool) -> Foreign:
        if self._foreign is None or (pandas and not self._has_pandas):
            names = _NAMES if pandas and "pandas" in self.names else _NAMES[:1]
            # By names of ours, never by one that came from the sandbox.
            self._foreign = Foreign(*map(importlib.import_module, names))
            self._has_pandas = "pandas" in names
        return self._foreign
