"""Iterates over an iterator of the candidate's, fetching growing portions."""

from __future__ import annotations

from typing import Any, Protocol

# The first items are fetched one by one, so that a suite can see that no more is taken than was asked for;
# after these, ever more at once.
_SINGLE_ITEMS = 32
_MOST_ITEMS = 4096
# More than any suite compares with; an endless generator ends here.
ALL_ITEMS = 1_000_000


class GivesItems(Protocol):
    """The part of the conversation that iterating needs."""

    def next_items(self, iterator: Any, count: int) -> tuple[list[Any], bool, BaseException | None]:
        """Asks for `count` items of an iterator; returns the items, whether it ended, and its exception."""


class ProxyIterator:
    """Iterates over the candidate's iterator that `iterator` represents."""

    def __init__(self, conversation: GivesItems, iterator: Any) -> None:
        self._conversation = conversation
        self.iterator = iterator
        self._items: list[Any] = []
        self._taken = 0
        self._ended = False
        self.everything = False  # whether all is wanted, and so may come at once
        self._failure: BaseException | None = None

    @property
    def is_ahead(self) -> bool:
        """Whether the candidate's iterator has given what nobody has taken yet."""
        return bool(self._items) or self._ended

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
        if self._taken >= ALL_ITEMS:
            raise AssertionError(f"more than {ALL_ITEMS} items came")
        count = 1 if self._taken < _SINGLE_ITEMS else min(self._taken, _MOST_ITEMS)
        if self.everything:
            count = _MOST_ITEMS
        items, self._ended, self._failure = self._conversation.next_items(self.iterator, count)
        self._taken += len(items)
        self._items = items[::-1]
        if not items and not self._ended:
            raise RuntimeError("the candidate's iterator gave nothing")
