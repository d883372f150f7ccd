"""Proxies: what a suite touches in place of the candidate's objects.

Calls, attributes, items, length, iteration and awaiting are explicit reads that travel to the sandbox. What
decides a test never does: comparison, truth, hash, `isinstance` and `repr` are settled here.
"""

from __future__ import annotations

import reprlib
from collections.abc import Generator, Iterator
from types import TracebackType
from typing import Any, NoReturn, Protocol

from ...wire.messages import Raised, RefKind, Returned, Verb
from ...wire.values import Ref
from .exceptions import CandidateError

# The first items are fetched one by one, so that a suite can see that no more is taken than was asked for;
# after these, ever more at once.
_SINGLE_ITEMS = 32
_MOST_ITEMS = 4096
# More than any suite compares with; an endless generator ends here.
_ALL_ITEMS = 1_000_000

# Special names that a suite may ask for; all others would make a proxy look like what it is not.
_READABLE = frozenset(
    {"__name__", "__qualname__", "__wrapped__", "__annotations__", "__dict__", "__members__"}
)

# `list` asks whatever it is given for a length first; these need not be asked.
_WITHOUT_LENGTH = frozenset({"generator", "iterator", "coroutine", "async generator"})

# These are shown by their names, as a candidate would write them.
_NAMED = frozenset(
    {"symbol", "class", "enum class", "enum member", "function", "generator function", "coroutine function"}
)


class Asks(Protocol):
    """What a proxy needs of the conversation with the sandbox that it belongs to."""

    @property
    def live(self) -> bool:
        """Whether a test is running, so that there is somebody to ask."""

    def ask(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request and gives its answer: a plain value or a `Proxy`."""

    def ask_to_keep(self, verb: int, target: Any, /, *arguments: Any, **keywords: Any) -> Any:
        """Sends a request whose answer stays in the sandbox, and gives a `Proxy` of it."""

    def next_items(self, iterator: Any, count: int) -> tuple[list[Any], bool, Exception | None]:
        """Asks for `count` items of an iterator: those that came, whether it ended, and what it raised."""


class Proxy:
    """One object of the candidate's, or a name in the candidate's module that is not looked up yet."""

    __slots__ = ("__conversation", "__items", "__kind", "__ref")

    def __init__(self, conversation: Asks, ref: Ref, kind: str) -> None:
        object.__setattr__(self, "_Proxy__conversation", conversation)
        object.__setattr__(self, "_Proxy__ref", ref)
        object.__setattr__(self, "_Proxy__kind", kind)
        object.__setattr__(self, "_Proxy__items", None)

    # --- explicit reads

    def __call__(self, /, *arguments: Any, **keywords: Any) -> Any:
        return self.__conversation.ask(Verb.CALL, self, *arguments, **keywords)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in _READABLE:
            raise AttributeError(name)
        if self.__ref.kind == RefKind.SYMBOL and not self.__conversation.live:
            # While tests are collected nothing runs yet: the name is looked up when it is used.
            if name.startswith("_"):
                raise AttributeError(name)
            return Proxy(self.__conversation, Ref(RefKind.SYMBOL, 0, f"{self.__ref.name}.{name}"), "symbol")
        return self.__conversation.ask(Verb.GET, self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        self.__conversation.ask(Verb.SET, self, name, value)

    def __getitem__(self, key: Any) -> Any:
        if type(key) is slice:  # a plain value, but not one that is sent
            return self.__conversation.ask(Verb.ITEM, self, key.start, key.stop, key.step)
        return self.__conversation.ask(Verb.ITEM, self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        self.__conversation.ask(Verb.SET_ITEM, self, key, value)

    def __delitem__(self, key: Any) -> None:
        self.__conversation.ask(Verb.DELETE_ITEM, self, key)

    def __len__(self) -> int:
        if self.__kind in _WITHOUT_LENGTH:
            raise TypeError("it has no length")
        length = self.__conversation.ask(Verb.LENGTH, self)
        if type(length) is not int:
            raise TypeError("the candidate's object gave a length that is no integer")
        if length > _ALL_ITEMS:  # `tuple` and the like make room for as many before they read the first
            raise OverflowError(f"the candidate's object claims a length above {_ALL_ITEMS}")
        return length

    def __contains__(self, element: Any) -> bool:
        answer = self.__conversation.ask(Verb.CONTAINS, self, element)
        return answer is True

    def __iter__(self) -> Iterator[Any]:
        # A generator would give itself.
        iterator = self if self.__kind == "generator" else self.__conversation.ask(Verb.ITERATE, self)
        items = ProxyIterator(self.__conversation, iterator)
        object.__setattr__(self, "_Proxy__items", items)
        return items

    def __length_hint__(self) -> Any:
        # Asked by `list`, `sorted` and all that is about to take everything, right after `__iter__`.
        if self.__items is not None:
            self.__items.everything = True
        return NotImplemented

    def __next__(self) -> Any:
        items, ended, failure = self.__conversation.next_items(self, 1)
        if items:
            return items[0]
        if failure is not None:
            raise failure
        if ended:
            raise StopIteration
        raise RuntimeError("the candidate's iterator gave nothing")

    def __await__(self) -> Generator[None, None, Any]:
        return self.__conversation.ask(Verb.AWAIT, self)
        yield  # makes this a generator, which is what `await` wants

    def __aiter__(self) -> Any:
        return self.__conversation.ask(Verb.ITERATE_ASYNC, self)

    async def __anext__(self) -> Any:
        try:
            return self.__conversation.ask(Verb.NEXT_ASYNC, self)
        except CandidateError as exc:
            if type(exc).__name__ == StopAsyncIteration.__name__:
                raise StopAsyncIteration from None
            raise

    def __enter__(self) -> Any:
        return self.__conversation.ask(Verb.ENTER, self)

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> bool:
        return self.__conversation.ask(Verb.EXIT, self, *_failure(kind, exc)) is True

    async def __aenter__(self) -> Any:
        return self.__conversation.ask(Verb.ENTER_ASYNC, self)

    async def __aexit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> bool:
        return self.__conversation.ask(Verb.EXIT_ASYNC, self, *_failure(kind, exc)) is True

    # --- settled here

    def __eq__(self, other: object) -> bool:
        if type(other) is not Proxy:
            return False
        return self is other or identity(self) == identity(other)

    def __hash__(self) -> int:
        # Outside a test a name cannot be looked up yet, so it is not known which object it means.
        return identity(self)

    def __bool__(self) -> NoReturn:
        raise TypeError(f"{self!r} is no plain value, so it is neither true nor false")

    def __repr__(self) -> str:
        name = self.__ref.name
        if not (name.isascii() and name.replace(".", "").isidentifier()):
            name = _word(self)
        return name if self.__kind in _NAMED else f"<the candidate's {name}>"

    @property
    def __doc__(self) -> Any:  # type: ignore[override]
        return self.__conversation.ask(Verb.GET, self, "__doc__")


# Functions, not methods: any public name on a proxy is the candidate's.


def reference(proxy: Proxy) -> Ref:
    """The `Ref` that stands for `proxy` on the wire."""
    ref: Ref = object.__getattribute__(proxy, "_Proxy__ref")
    return ref


def kind(proxy: Proxy) -> str:
    """What the sandbox says that the proxy's object is."""
    word: str = object.__getattribute__(_looked_up(proxy), "_Proxy__kind")
    return word


def identity(proxy: Proxy) -> int:
    """The number of the proxy's object in the sandbox: the same for the same object."""
    return reference(_looked_up(proxy)).number


def _looked_up(proxy: Proxy) -> Proxy:
    if reference(proxy).kind != RefKind.SYMBOL:
        return proxy
    conversation = object.__getattribute__(proxy, "_Proxy__conversation")
    looked_up: Proxy = conversation.ask_to_keep(Verb.PUT, proxy)
    return looked_up


class ProxyIterator:
    """Iterates over an iterator of the candidate's, fetching growing portions."""

    def __init__(self, conversation: Asks, iterator: Any) -> None:
        self._conversation = conversation
        self._iterator = iterator
        self._items: list[Any] = []
        self._taken = 0
        self._ended = False
        self.everything = False  # whether all is wanted, and so may come at once
        self._failure: Exception | None = None

    def __iter__(self) -> ProxyIterator:
        return self

    def __length_hint__(self) -> Any:
        self.everything = True
        return NotImplemented

    def __next__(self) -> Any:
        if not self._items and not self._ended:
            self._fetch()
        if self._items:
            return self._items.pop()
        if self._failure is not None:
            failure, self._failure = self._failure, None
            raise failure
        raise StopIteration

    def _fetch(self) -> None:
        if self._taken >= _ALL_ITEMS:
            raise AssertionError(f"more than {_ALL_ITEMS} items came")
        count = 1 if self._taken < _SINGLE_ITEMS else min(self._taken, _MOST_ITEMS)
        if self.everything:
            count = _MOST_ITEMS
        items, self._ended, self._failure = self._conversation.next_items(self._iterator, count)
        self._taken += len(items)
        self._items = items[::-1]
        if not items and not self._ended:
            raise RuntimeError("the candidate's iterator gave nothing")


def _failure(kind: type[BaseException] | None, exc: BaseException | None) -> tuple[Any, str]:
    return (kind.__name__ if kind else None), str(exc)


_short = reprlib.Repr()
_short.maxlevel, _short.maxlist, _short.maxtuple, _short.maxdict = 4, 8, 8, 6
_short.maxset, _short.maxstring, _short.maxother, _short.maxlong = 8, 60, 60, 40


def _word(proxy: Proxy) -> str:
    """A word for a proxy's object: one of our own, whatever the object says of itself."""
    word: str = object.__getattribute__(proxy, "_Proxy__kind")
    return word if word in _WITHOUT_LENGTH or word.startswith("enum") else "object"


def described(target: Any, arguments: tuple[Any, ...], keywords: dict[str, Any], answer: Any) -> str:
    """One call in a line: the call, and what came of it."""
    name = reference(target).name if type(target) is Proxy else ""
    shown = [_short.repr(argument) for argument in arguments]
    shown += [f"{key}={_short.repr(value)}" for key, value in keywords.items()]
    if type(answer) is Returned:
        value = answer.value
        result = f"gave a {_word(value)}" if type(value) is Proxy else f"gave {_short.repr(value)}"
    elif type(answer) is Raised:
        kind = answer.type_names[0] if answer.type_names else "an exception"
        result = f"raised {kind}: {answer.text}" + (f" (line {answer.line})" if answer.line else "")
    else:
        result = "gave nothing usable"
    return f"{name or 'it'}({', '.join(shown)}) {result}"
