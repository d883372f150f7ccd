"""Carries out what the judge asks for: one method a verb, on the candidate's real objects."""

from __future__ import annotations

import builtins
import collections
import enum
import itertools
import math
import sys
from _frozen_importlib import ModuleSpec
from types import ModuleType

from grader.wire.messages import Items, Request, Returned, Setup, Start, Verb
from grader.wire.values import plain_base

from .exceptions import SOLUTION_FILE, describe
from .modules import SourceLoader
from .objects import Objects, Symbol, is_class

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_BUILTINS = dict(vars(builtins))


class Actions:
    """Carries out the judge's requests, each on the target and the arguments that it names."""

    def __init__(self, setup: Setup, compiled: bytes | None, start: Start, objects: Objects) -> None:
        self._setup = setup
        self._compiled = compiled
        self._speed = start.clock_speed
        self._seed = start.seed
        self._objects = objects
        self.beside: dict[str, Any] = {}  # what the suite's fixtures use in an expression
        self._runner: Any = None

    def perform(self, request: Request) -> Returned | Items:
        """Carries out `request` and gives its answer; exceptions of the candidate's code pass through."""
        if request.verb == Verb.LOAD:
            self._load()
            return Returned(request.token, None)
        if request.verb == Verb.FACTS:
            from . import facts  # not above: few tests need it, and `ast` takes long to import

            return Returned(request.token, facts.read(self._setup.source))
        target, arguments, keywords = request.target, request.arguments, request.keywords
        symbols, self._objects.symbols = self._objects.symbols, 0
        if symbols:
            alone = symbols == 1 and type(target) is Symbol
            target = self._objects.looked_up(target)
            if not alone:  # to search a long list for them takes longer than most calls
                arguments = self._objects.looked_up(arguments)
                keywords = self._objects.looked_up(keywords)
        if request.verb == Verb.NEXT:
            return self._next(request.token, target, *arguments)
        keep = request.keep
        action = _VERBS.get(request.verb)
        if action is None:
            action, keep = _MAKERS[request.verb], True
        result = action(self, target, *arguments, **keywords)
        # Calling a class gives an object, never a value, even where it derives from a built-in.
        if keep or (request.verb == Verb.CALL and is_class(target)):
            result = self._objects.handle(result)
        return Returned(request.token, result)

    def _load(self) -> None:
        if self._speed == 0:
            from . import clock

            self.beside["clock"] = clock.started()
        elif self._speed != 1:
            from . import fast_loop

            fast_loop.install(self._speed)
        if "random" in sys.modules:  # the file or what it needs was seen to import it
            sys.modules["random"].seed(self._seed)
        loader = SourceLoader(self._setup.source, SOLUTION_FILE, self._compiled)
        spec = ModuleSpec("solution", loader, origin=SOLUTION_FILE)  # type: ignore[arg-type]
        module = ModuleType("solution")
        vars(module).update(__spec__=spec, __loader__=loader, __file__=SOLUTION_FILE)
        sys.modules["solution"] = module
        loader.exec_module(module)
        self._objects.module = sys.modules.get("solution", module)

    def _next(self, token: int, iterator: Any, count: int) -> Items:
        items: list[Any] = []
        try:
            while len(items) < count:
                items.append(next(iterator))
        except StopIteration:
            return Items(token, items, True, None)
        except BaseException as exc:  # noqa: BLE001 - the items before it still count
            raised = describe(token, exc)
            failure = (
                raised.type_names, raised.arguments, raised.text, raised.missing, raised.line,
            )  # fmt: skip
            return Items(token, items, True, failure)
        return Items(token, items, False, None)

    def wait_for(self, awaitable: Any) -> Any:
        """Runs the event loop until `awaitable` is done, and gives its result."""
        import asyncio

        async def wait() -> Any:
            return await awaitable

        if self._runner is None:
            # One loop for the whole test: locks and sessions belong to the loop they were made in.
            self._runner = asyncio.Runner()
        return self._runner.run(wait())


def _evaluate(actions: Actions, expression: str, /, **names: Any) -> Any:
    """The value of a Python expression that the suite's author wrote."""
    return eval(expression, {**_workshop(expression), **actions.beside, **names})


def _value(target: Any) -> Any:
    if type(target) is bool:  # derives from int, and is plain all the same
        return target
    plain = plain_base(target)
    return target if plain is None else plain


def _failure(name: str | None, text: str) -> tuple[Any, Any, Any]:
    """The arguments for `__exit__`, made from an exception's name and text."""
    if name is None:
        return None, None, None
    kind = _BUILTINS.get(name)
    exc = kind(text) if isinstance(kind, type) and issubclass(kind, Exception) else Exception(text)
    return type(exc), exc, None


def _workshop(expression: str) -> dict[str, Any]:
    """The names that an expression of the suite's author may use.

    They are bound before the candidate's file is loaded: it may leave nothing that can be imported.
    """
    names: dict[str, Any] = {
        "__builtins__": _BUILTINS,
        "collections": collections,
        "enum": enum,
        "itertools": itertools,
        "math": math,
    }
    if "random" in expression:  # few ask for it, and of all these it alone takes long to import
        import random

        names["random"] = random
    return names


# The verbs, made once and not in each test. Symbols in the arguments are looked up already.
_VERBS: dict[int, Callable[..., Any]] = {
    Verb.CALL: lambda actions, target, /, *arguments, **keywords: target(*arguments, **keywords),
    Verb.GET: lambda actions, target, name: getattr(target, name),
    Verb.SET: lambda actions, target, name, value: setattr(target, name, value),
    Verb.ITEM: lambda actions, target, *key: target[slice(*key) if len(key) > 1 else key[0]],
    Verb.SET_ITEM: lambda actions, target, key, value: target.__setitem__(key, value),
    Verb.DELETE_ITEM: lambda actions, target, key: target.__delitem__(key),
    Verb.LENGTH: lambda actions, target: len(target),
    Verb.CONTAINS: lambda actions, target, element: element in target,
    Verb.AWAIT: lambda actions, target: actions.wait_for(target),
    Verb.NEXT_ASYNC: lambda actions, target: actions.wait_for(target.__anext__()),
    Verb.ENTER: lambda actions, target: target.__enter__(),
    Verb.EXIT: lambda actions, target, *failure: target.__exit__(*_failure(*failure)),
    Verb.ENTER_ASYNC: lambda actions, target: actions.wait_for(target.__aenter__()),
    Verb.EXIT_ASYNC: lambda actions, target, *failure: actions.wait_for(
        target.__aexit__(*_failure(*failure))
    ),
    Verb.VALUE: lambda actions, target: _value(target),
}
# What these give stays inside, also where it is plain.
_MAKERS: dict[int, Callable[..., Any]] = {
    Verb.ITERATE: lambda actions, target: iter(target),
    Verb.ITERATE_ASYNC: lambda actions, target: target.__aiter__(),
    Verb.PUT: lambda actions, target: target,
    Verb.MAKE: _evaluate,
}
