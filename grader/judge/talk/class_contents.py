"""Answers `__dict__`, `__mro__` and the like for classes that represent classes in the sandbox.

Classes here have methods that those in the sandbox lack. Libraries need them; a suite asks whether the
candidate has written one, and is told what is inside.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import Any

from ...wire import specials
from ...wire.messages import Verb
from .asking import asserts_for_suite

_HAS = "name in vars(target)"
_GET = "vars(target)[name]"
# Which methods of ours no suite sees on objects, and on classes; of classes below one, we know but some.
OF_OBJECTS = frozenset(
    ("__call__", "__copy__", "__deepcopy__", "__getattr__", "__init__", "__length_hint__", "__set_name__")
)
OF_CLASSES = OF_OBJECTS | {
    "mro",
    *(f"__{name}__"
    for name in (
        "new", "repr", "str", "format", "hash", "getattribute", "setattr", "delattr", "dir", "reduce",
        "reduce_ex", "sizeof", "subclasses", "qualname",
    ))
}  # fmt: skip
OF_BASES = frozenset(("__mro__", "__bases__", "__base__"))
_CLASSES = "(lambda found: list(found) if type(found) is tuple else [found])(getattr(target, name))"
_WHERE = (
    "(lambda modules: [f'{base.__module__}:{base.__name__}'"
    " if getattr(modules.get(base.__module__), base.__name__, None) is base else ''"
    f" for base in {_CLASSES}])(__import__('sys').modules)"
)
# Modules with classes that do nothing when they are called: which one is a base, the candidate's code says.
_HARMLESS = frozenset(
    "abc ast collections collections.abc contextlib datetime decimal enum fractions html.parser "  # noqa: SIM905
    "json.decoder json.encoder numbers queue random string threading typing".split()
)
_NAMES = "[name for name in vars(target) if type(name) is str and name[:5] != '_abc_']"


class Namespace(Mapping[str, Any]):
    """The `__dict__` of a class in the sandbox, asked for item by item.

    For libraries its special methods are the proxy's.
    """

    def __init__(self, conversation: Any, own: Mapping[str, Any], kind: type) -> None:
        """`own` is the namespace of the class that represents it here."""
        self._talk = conversation
        self._own = own
        self._kind = kind

    def __getitem__(self, name: str) -> Any:
        return self._item(name, by_suite=asserts_for_suite(1))

    def get(self, name: str, default: Any = None) -> Any:
        """The value with that name, or `default`."""
        try:
            return self._item(name, by_suite=asserts_for_suite(1))
        except KeyError:
            return default

    def __contains__(self, name: object) -> bool:
        return self._has(name, by_suite=asserts_for_suite(1))

    def _item(self, name: str, *, by_suite: bool) -> Any:
        if name in self._own and not by_suite:
            return self._own[name]
        if not self._has(name, by_suite=by_suite):
            raise KeyError(name)
        return self._talk.ask(Verb.MAKE, _GET, target=self._kind, name=name)

    def _has(self, name: object, *, by_suite: bool) -> bool:
        if type(name) is not str or name.startswith(("_abc_", "_grade_")):
            return name in self._own and not by_suite
        if self._talk.unpacking:  # as when a class is registered with one of `collections.abc`
            return name in self._own
        if not by_suite and (name in self._own or name[2:-2] in specials.NAMES):
            return name in self._own
        return self._ask(_HAS, name=name) is True

    def __iter__(self) -> Iterator[str]:
        names = self._ask(_NAMES)
        return iter(names if type(names) is list else [])

    def __len__(self) -> int:
        return len(list(iter(self)))

    def _ask(self, expression: str, **names: Any) -> Any:
        made = self._talk.ask(Verb.MAKE, expression, target=self._kind, **names)
        return self._talk.ask(Verb.VALUE, made)


def bases(conversation: Any, kind: type, name: str) -> Any:
    """What `kind` has inside by `name`, one of `OF_BASES`: a class, or several.

    Those of the standard library are the judge's own, if it has imported them: so a suite finds `ABC` there.
    """
    answers = [
        conversation.ask(Verb.VALUE, conversation.ask(Verb.MAKE, text, target=kind, name=name))
        for text in (_CLASSES, _WHERE)
    ]
    classes, places = (answer if type(answer) is list else [] for answer in answers)
    found = tuple([_of_library(place) or base for base, place in zip(classes, places, strict=False)])
    return found if name != "__base__" else found[0] if found else None


def _of_library(place: Any) -> type | None:
    """The class of the standard library at `place`, such as `abc:ABC`; None if there is no harmless one."""
    module, _, name = place.partition(":") if type(place) is str else ("", "", "")
    if module not in sys.stdlib_module_names and module not in _HARMLESS:
        return None
    found = vars(sys.modules[module]).get(name) if module in sys.modules else None
    if not isinstance(found, type) or not (module in _HARMLESS or issubclass(found, BaseException)):
        return None
    return found


def known_bases(kind: type, ours: type) -> tuple[type, ...]:
    """The method resolution order of `kind` without `ours`, the base class that makes it a proxy's class."""
    found = type.__dict__["__mro__"].__get__(kind)
    return tuple(base for base in found if base is not ours)
