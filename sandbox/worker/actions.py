"""Performs the judge's requests on the candidate's real objects: one method for each verb."""

from __future__ import annotations

import builtins
import collections
import enum
import itertools
import math
import sys
from _frozen_importlib import ModuleSpec
from types import ModuleType

from grader.wire.messages import OWN_TIME, SHARED_TIME, Items, Returned, Setup, Start, Verb
from grader.wire.values import plain_base

from . import operations, unseen, visible
from .classes import reads_elsewhere
from .exceptions import SOLUTION_FILE, Exceptions
from .objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_BUILTINS = dict(vars(builtins))
# A function that the suite's author wrote leads to these: so they are not those that we use ourselves.
_AUTHORS_BUILTINS = dict(vars(builtins))


class Actions:
    """Performs the judge's requests, each on the target and the arguments that it names."""

    def __init__(
        self, setup: Setup, compiled: bytes | None, start: Start, objects: Objects, exceptions: Exceptions
    ) -> None:
        self._setup = setup
        self._exceptions = exceptions
        self._compiled = compiled
        self._speed = start.clock_speed
        self._seed = start.seed
        self._objects = objects
        self._clock: dict[str, Any] = {}  # what may be asked of it, where the test goes by virtual time

    def perform(self, *request: Any) -> Returned | Items:
        """Performs a request and returns its answer; exceptions of the candidate's code pass through.

        It receives the fields of the message, which itself is gone by then: the candidate's code can find any
        object that lies in a container while it runs. For the same reason no action receives this object.
        """
        token, verb, target, arguments, keywords, keep = request
        if verb == Verb.LOAD:
            self._load()
            return _returned(token, self._defined(*arguments))
        if verb == Verb.FACTS:
            from . import facts  # not above: few tests need it, and `ast` takes long to import

            return _returned(token, facts.read(self._setup.source))
        if verb == Verb.REVIEW:
            from . import forbidden  # as above

            return _returned(token, forbidden.review_all(self._setup, arguments[0]))
        if verb == Verb.RELEASE:
            released = self._objects.release(arguments[0])
            del released  # here, where the candidate's code may run
            return _returned(token, None)
        if verb == Verb.NEXT:
            return self._next(token, target, arguments[0])
        if verb == Verb.CALL:
            result = target(*arguments, **keywords)
        elif verb == Verb.CALL_IN_LOOP:
            *given, strand = arguments
            result = self._objects.loops.call(target, tuple(given), keywords, strand)
        elif verb == Verb.ACT_IN_LOOP:
            how, strand, *more = arguments
            result = self._objects.loops.act(_act, how, target, more, strand)
        elif verb == Verb.BEGIN:
            how, strand, *more = arguments
            is_over, result = self._objects.loops.begin(_AWAITED[how](target, *more), strand)
            if not is_over:
                return _items(token, [result], False, None)
        elif verb in _OF_LOOPS:
            result = _OF_LOOPS[verb](self._objects.loops, arguments)
        elif verb == Verb.MAKE:
            result, keep = self._evaluated(target, keywords), True
        elif verb in _AWAITED:
            result = self._wait_for(_AWAITED[verb](target, *arguments))
        else:
            keep = keep or verb in _KEEPING
            result = _VERBS[verb](target, *arguments)
        return _returned(token, self._objects.kept(result) if keep else result)

    def _load(self) -> None:
        if self._speed in (OWN_TIME, SHARED_TIME):
            from . import clock

            self._clock = clock.started(shared=self._speed == SHARED_TIME)
            unseen.keep(self._clock)
        elif self._speed != 1:
            from . import fast_loop

            fast_loop.install(self._speed)
        if "random" in sys.modules:  # the file or what it needs was seen to import it
            sys.modules["random"].seed(self._seed)
        files = self._setup.files
        if files or self._setup.cells:
            from . import home, loading  # imported before any test was forked
        wait_for = self._wait_for
        unseen.keep(wait_for)
        unseen.conceal_modules()
        unseen.leave()
        if files:
            home.enter(self._setup.root)
        if self._setup.cells:
            self._objects.module = loading.notebook(
                self._setup.cells, self._setup.source, wait_for, self._setup.may_raise
            )
        elif self._setup.module:
            self._objects.module = loading.module(self._setup.module)
        else:
            self._load_one_file()

    def _load_one_file(self) -> None:
        loader = visible.SourceLoader(self._setup.source, SOLUTION_FILE, self._compiled)
        spec = ModuleSpec("solution", loader, origin=SOLUTION_FILE)  # type: ignore[arg-type]
        module = ModuleType("solution")
        vars(module).update(__spec__=spec, __loader__=loader, __file__=SOLUTION_FILE)
        sys.modules["solution"] = module
        loader.exec_module(module)
        self._objects.module = sys.modules.get("solution", module)

    def _defined(self, names: tuple[str, ...]) -> dict[str, Any]:
        """The objects that the file defines under these names."""
        found: dict[str, Any] = {}
        for name in names:
            place, _, attribute = name.rpartition(":")  # the full name of a module, of the solution none
            try:
                found[name] = _member(place, attribute) if place else getattr(self._objects.module, name)
            except AttributeError:
                pass
            except BaseException:  # of another module: who uses the name is told
                if not place:
                    raise
        return found

    def _next(self, token: int, iterator: Any, count: int) -> Items:
        items: list[Any] = []
        try:
            while len(items) < count:
                items.append(next(iterator))
        except StopIteration as end:
            if BaseException.__dict__["args"].__get__(end) == ():
                return _items(token, items, True, None)
            _, *told = tuple.__iter__(self._exceptions.describe(token, end))
            return _items(token, items, True, tuple(told))
        except BaseException as exc:  # noqa: BLE001 - the items before it still count
            _, *failure = tuple.__iter__(self._exceptions.describe(token, exc))
            return _items(token, items, True, tuple(failure))
        return _items(token, items, False, None)

    def _wait_for(self, awaitable: Any) -> Any:
        return self._objects.loops.wait_for(awaitable)

    def _evaluated(self, expression: str, names: dict[str, Any]) -> Any:
        """Evaluates a Python expression of the suite's author, or one about the clock."""
        word, _, rest = expression.partition(".")
        if word == "clock" and self._clock:
            asked = self._clock[rest.partition("(")[0]]
            return asked(**names) if rest else asked
        return eval(expression, {**_workshop(expression), **names})


def _returned(token: int, value: Any) -> Returned:
    """Makes a `Returned` without calling its class, which the candidate's code may have changed."""
    return tuple.__new__(Returned, (token, value))


def _items(token: int, items: list[Any], ended: bool, failure: tuple[Any, ...] | None) -> Items:
    return tuple.__new__(Items, (token, items, ended, failure))


def _value(target: Any) -> Any:
    if type(target) is bool:  # derives from int, and is plain all the same
        return target
    plain = None if reads_elsewhere(type(target)) else plain_base(target)
    return target if plain is None else plain


def _failure(name: str | None, text: str, exc: Any = None) -> tuple[Any, Any, Any]:
    """The arguments for `__exit__`: from the exception itself, or made from its name and text."""
    if name is None:
        return None, None, None
    if exc is not None:
        return type(exc), exc, visible.traceback()
    kind = _BUILTINS.get(name)
    exc = kind(text) if isinstance(kind, type) and issubclass(kind, BaseException) else Exception(text)
    return type(exc), exc, visible.traceback()


def _workshop(expression: str) -> dict[str, Any]:
    """The names available to an expression of the suite's author.

    They are bound before the candidate's file is loaded, which may make further imports impossible.
    """
    names: dict[str, Any] = {
        "__builtins__": _AUTHORS_BUILTINS,
        "collections": collections,
        "enum": enum,
        "itertools": itertools,
        "math": math,
    }
    if "random" in expression:  # few ask for it, and of all these it alone takes long to import
        import random

        names["random"] = random
    return names


def _member(place: str, name: str) -> Any:
    """What `from place import name` gives: an attribute of the module, or a module below it."""
    package = _module(place)
    try:
        return getattr(package, name)
    except AttributeError:
        if package is None or (module := _module(f"{place}.{name}")) is None:
            raise
        return module


def _module(name: str) -> ModuleType | None:
    """The candidate's module with that full name; None if there is none."""
    if name not in sys.modules:
        try:
            __import__(name)
        except ModuleNotFoundError as exc:
            if exc.name != name:
                raise
            return None
    return sys.modules[name]


# The verbs, made once and not in each test.
_VERBS: dict[int, Callable[..., Any]] = {
    Verb.GET: lambda target, name: getattr(target, name),
    Verb.DELETE: lambda target, name: delattr(target, name),
    Verb.SET: lambda target, name, value: setattr(target, name, value),
    Verb.ITEM: lambda target, *key: target[slice(*key) if len(key) > 1 else key[0]],
    Verb.SET_ITEM: lambda target, key, value: target.__setitem__(key, value),
    Verb.DELETE_ITEM: lambda target, key: target.__delitem__(key),
    Verb.LENGTH: lambda target: len(target),
    Verb.CONTAINS: lambda target, element: element in target,
    Verb.ENTER: lambda target: target.__enter__(),
    Verb.EXIT: lambda target, *failure: target.__exit__(*_failure(*failure)),
    Verb.VALUE: lambda target: _value(target),
    Verb.ITERATE: lambda target: iter(target),
    Verb.ITERATE_ASYNC: lambda target: target.__aiter__(),
    Verb.PUT: lambda target: target,
    Verb.FIND: lambda target: _module(target),
    Verb.APPLY: lambda target, name, *operands: operations.BY_NAME[name](target, *operands),
}


def _act(verb: int, target: Any, arguments: list[Any]) -> Any:
    return _VERBS[verb](target, *arguments)


# What these give stays inside, also where it is plain.
_KEEPING = frozenset((Verb.ITERATE, Verb.ITERATE_ASYNC, Verb.PUT))
# What is asked of the event loop; no tuple may hold it meanwhile.
_OF_LOOPS: dict[int, Callable[..., Any]] = {
    Verb.RUN: lambda loops, given: loops.run(given[0], given[1]),
    Verb.RESULT: lambda loops, given: loops.result(given[0]),
    Verb.CANCEL: lambda loops, given: loops.cancel(given[0]),
    Verb.CLOSE: lambda loops, given: loops.close(),
}
# What these give is awaited.
_AWAITED: dict[int, Callable[..., Any]] = {
    Verb.AWAIT: lambda target: target,
    Verb.NEXT_ASYNC: lambda target: target.__anext__(),
    Verb.ENTER_ASYNC: lambda target: target.__aenter__(),
    Verb.EXIT_ASYNC: lambda target, *failure: target.__aexit__(*_failure(*failure)),
}
