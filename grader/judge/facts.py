"""Static facts about the candidate's file, which the sandbox reads from the syntax tree; never the judge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from ..report import Verdict
from ..wire.messages import Start, Verb
from .candidate import Candidate, Trouble


@dataclass(frozen=True, slots=True)
class Function:
    """A function as it is written; `name` has those of the classes and functions around it before it."""

    name: str
    line: int
    is_async: bool
    is_generator: bool
    arguments: tuple[str, ...]  # with the stars of `*args` and `**kwargs`
    decorators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """What stands in the file: a claim of the sandbox's, about the text and not about what it does."""

    imports: frozenset[str]  # modules, and names from modules with the module before them
    names: frozenset[str]  # variables and attributes, wherever they are used
    calls: frozenset[str]  # what is called, as it is written: "sorted", "time.sleep", ".append"
    classes: frozenset[str]
    functions: tuple[Function, ...]

    def imported(self, name: str) -> bool:
        """Whether the module, or anything in it, or the name from a module, is imported by name."""
        return any(held == name or held.startswith(f"{name}.") for held in self.imports)

    def called(self, name: str) -> bool:
        """Whether it is called by this name; one with a dot before it on whatever object."""
        return name in self.calls or (
            name.startswith(".") and any(held.endswith(name) for held in self.calls)
        )

    def function(self, name: str) -> Function | None:
        """The last function that is defined by this name, if there is one."""
        found = [function for function in self.functions if function.name == name]
        return max(found, key=lambda function: function.line, default=None)


# What `read` found for a test.
FACTS = pytest.StashKey[Facts]()


def read(candidate: Candidate, start: Start) -> Facts:
    """The facts, from a fresh process that has not loaded the file and is gone afterwards.

    Raises:
        Trouble: the file cannot be read, or not within the limits.
        SandboxLost: the supervisor does not obey.
    """
    candidate.begin(start, load=False)
    try:
        return _facts(candidate.ask(Verb.FACTS, None))
    except Exception as exc:  # noqa: BLE001 - whatever the parser raised inside
        raise Trouble(Verdict.ERROR, f"the file cannot be read: {type(exc).__name__}: {exc}") from None
    finally:
        candidate.end()


def _facts(answer: Any) -> Facts:
    """Each part of exactly the type that it must have."""
    imports, names, calls, classes, functions = _tuple_of(5, answer)
    return Facts(
        frozenset(_texts(imports)),
        frozenset(_texts(names)),
        frozenset(_texts(calls)),
        frozenset(_texts(classes)),
        tuple(map(_function, _tuple_of(None, functions))),
    )


def _function(held: Any) -> Function:
    name, line, is_async, is_generator, arguments, decorators = _tuple_of(6, held)
    kinds = tuple(map(type, (name, line, is_async, is_generator)))
    if kinds != (str, int, bool, bool):
        raise TypeError("a function that is none")
    return Function(name, line, is_async, is_generator, _texts(arguments), _texts(decorators))


def _texts(held: Any) -> tuple[str, ...]:
    if any(type(text) is not str for text in _tuple_of(None, held)):
        raise TypeError("a name that is no text")
    texts: tuple[str, ...] = held
    return texts


def _tuple_of(length: int | None, held: Any) -> tuple[Any, ...]:
    if type(held) is not tuple or length not in (None, len(held)):
        raise TypeError("an account of the file that is none")
    return held
