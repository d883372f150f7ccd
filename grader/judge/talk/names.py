"""The names of the candidate's that the suites use, and what they mean in the test that runs."""

from __future__ import annotations

from typing import Any

from .proxies import is_class, is_proxy, value_class


class Names:
    """What the file has of the names that suites took from it."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self._bound: dict[str, Any] = {}
        self._classes: set[type] = set()

    def forget(self) -> None:
        """Forgets what the names meant in the test before."""
        self._bound, self._classes = {}, set()

    def bind(self, found: dict[str, Any]) -> None:
        """Notes what the file has of the names."""
        self._bound = found
        for value in found.values():
            self.note(value)

    def note(self, value: Any) -> None:
        """Notes that a suite has asked for `value` by a name."""
        if is_class(value):
            self._classes.add(value)

    def __contains__(self, name: str) -> bool:
        return name in self._bound

    def __getitem__(self, name: str) -> Any:
        return self._bound[name]

    @property
    def any_values(self) -> bool:
        """Whether any of them means a plain value, with which a test can fail without asking for more."""
        return not all(map(_is_asked, self._bound.values()))

    def has_class(self, kind: type, *, exactly: bool) -> bool:
        """Whether a suite asked for that class, or unless `exactly` for one that it derives from."""
        if exactly:
            return kind in self._classes
        return not self._classes.isdisjoint(kind.__mro__)


def _is_asked(value: Any) -> bool:
    """Whether nothing can come of `value` before the sandbox is asked about it."""
    return is_class(value) or (is_proxy(value) and value_class(type(value)) is None)
