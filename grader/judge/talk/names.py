"""The names that suites imported from the candidate's file, and their values in the running test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .proxies import is_builtin, is_class, is_proxy, kind, value_class

# In the place of a module's name: what it needs, all modules of the suites need.
EVERY_MODULE = ""


class Names:
    """The values of the names that suites imported from the candidate's file."""

    def __init__(self) -> None:
        self.wanted: set[str] = set()
        self._needed: dict[str, set[str]] = {}  # by the suite's module that is not imported without them
        self.steps: list[Any] = []  # what suites do with them while they are imported
        self.meanings: dict[int, Any] = {}  # what came of these in the running test
        self._bound: dict[str, Any] = {}
        self._classes: set[type] = set()
        self._kinds: set[type] = set()  # of objects that the suites named
        self._modules: dict[int, Any] = {}  # that the suites named, by their ids

    def forget(self) -> None:
        """Forgets the previous test's values."""
        self._bound, self._classes, self._kinds, self._modules = {}, set(), set(), {}
        self.meanings = {}

    def bind(self, found: dict[str, Any]) -> None:
        """Stores the values that the file has for the names."""
        self._bound = found
        for name, value in found.items():
            self.note(value, name)

    def need(self, name: str, modules: Iterable[str]) -> None:
        """Notes that the suite's `modules` cannot be imported if the file lacks that name."""
        for module in modules:
            self._needed.setdefault(module, set()).add(name)

    def needed_by(self, module: str) -> list[str]:
        """The names without which the suite's module called `module` cannot be imported."""
        return sorted({*self._needed.get(module, ()), *self._needed.get(EVERY_MODULE, ())})

    def note(self, value: Any, name: Any) -> None:
        """Records that a suite has asked for `value` by `name`.

        A class is taken for one where it is called as classes are: else who puts a class in the place of a
        function would have its objects asked where values are due. As objects of it these are compared.
        """
        if is_class(value):
            (self._classes if _is_of_class(name) else self._kinds).add(value)
        elif is_proxy(value) and kind(value) == "module":
            self._modules[id(value)] = value
        elif is_proxy(value) and not is_builtin(type(value)):
            self._kinds.add(type(value))

    def has_module(self, value: object) -> bool:
        """Whether `value` is a module of the candidate's that a suite has asked for by a name."""
        return id(value) in self._modules

    def __contains__(self, name: str) -> bool:
        return name in self._bound

    def __getitem__(self, name: str) -> Any:
        return self._bound[name]

    @property
    def bound(self) -> dict[str, Any]:
        """The values of all names that the file has."""
        return self._bound

    @property
    def any_values(self) -> bool:
        """Whether any name has a plain value, so that a test can fail on it without another request."""
        return not all(map(_is_asked, self._bound.values()))

    def has_class(self, kind: type) -> bool:
        """Whether a suite asked for the class `kind` or a base of it, as for a class."""
        return not self._classes.isdisjoint(kind.__mro__)

    def has_class_or_object(self, kind: type) -> bool:
        """Whether a suite asked for the class `kind` itself, or for an object of it.

        Objects that a suite names are compared as those of a class that it names: with constants of the same
        value everywhere a candidate has no less.
        """
        return kind in self._classes or kind in self._kinds


def _is_of_class(name: Any) -> bool:
    """Whether the last part of a name begins as those of classes do: in upper case."""
    last = name.replace(":", ".").rpartition(".")[2] if type(name) is str else ""
    return not last.lstrip("_")[:1].islower()


def _is_asked(value: Any) -> bool:
    """Whether `value` can only have an effect through a request to the sandbox."""
    return is_class(value) or (is_proxy(value) and value_class(type(value)) is None)
