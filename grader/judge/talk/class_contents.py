"""Answers `__dict__`, `__mro__` and the like for classes that represent classes in the sandbox."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ...wire import specials
from ...wire.messages import Verb

_HAS = "name in vars(target)"
_GET = "vars(target)[name]"
_NAMES = "[name for name in vars(target) if type(name) is str and name[:5] != '_abc_']"


class Namespace(Mapping[str, Any]):
    """The `__dict__` of a class in the sandbox, asked for item by item; special methods are the proxy's."""

    def __init__(self, conversation: Any, own: Mapping[str, Any], kind: type) -> None:
        """`own` is the namespace of the class that represents it here."""
        self._talk = conversation
        self._own = own
        self._kind = kind

    def __getitem__(self, name: str) -> Any:
        if name in self._own:
            return self._own[name]
        if name not in self:
            raise KeyError(name)
        return self._talk.ask(Verb.MAKE, _GET, target=self._kind, name=name)

    def __contains__(self, name: object) -> bool:
        if name in self._own:
            return True
        if type(name) is not str or name[2:-2] in specials.NAMES or name.startswith(("_abc_", "_grade_")):
            return False
        return self._ask(_HAS, name=name) is True

    def __iter__(self) -> Iterator[str]:
        names = self._ask(_NAMES)
        return iter(names if type(names) is list else [])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _ask(self, expression: str, **names: Any) -> Any:
        made = self._talk.ask(Verb.MAKE, expression, target=self._kind, **names)
        return self._talk.ask(Verb.VALUE, made)


def bases(kind: type, ours: type) -> tuple[type, ...]:
    """The method resolution order of `kind` without `ours`, the base class that makes it a proxy's class."""
    found = type.__dict__["__mro__"].__get__(kind)
    return tuple(base for base in found if base is not ours)
