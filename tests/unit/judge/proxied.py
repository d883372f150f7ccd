"""References to objects inside, and a class of theirs, for tests of proxies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.wire import specials
from grader.wire.values import Ref

Meet = Callable[..., Any]
THING = Ref("object", 7, "Thing", 9)
OTHER = Ref("object", 8, "Thing", 9)
INSIDE = Ref("inside", 7, "Thing")


def one_of(*names: str, bases: tuple[Any, ...] = (), word: str = "") -> tuple[Any, ...]:
    """A class with these special methods."""
    return (9, "Thing", bases, specials.mask(f"__{name}__" for name in names), word, 0)
