"""Keeps account of who calls: how often, how much at once, and whose token was good before.

A token is looked up in the database, which a flood of invented ones would keep from everybody else. So those
that have not been good here before share a few connections.
"""

from __future__ import annotations

import contextlib
import hashlib
import time
from collections import Counter, OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

# Whoever comes faster for long is a program gone wrong; how many are remembered is bounded.
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """The request rate allowed to one bearer or address: requests per second, and a burst at once."""

    per_second: float = 20.0
    burst: float = 100.0


class Crowded(Exception):
    """The error for one more request of somebody who has too many under way."""


class Callers:
    """The accounts of all callers, of whom the longest unseen are forgotten."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[bytes, tuple[float, float]] = OrderedDict()
        self._good: OrderedDict[bytes, None] = OrderedDict()
        self._under_way: Counter[str] = Counter()

    def may_come(self, name: str) -> bool:
        """Whether one more request by `name`, a token or an address, is within the rate; it is counted."""
        now, key = time.monotonic(), _digest(name)
        left, then = self._buckets.pop(key, (self._rate.burst, now))
        left = min(self._rate.burst, left + (now - then) * self._rate.per_second)
        self._buckets[key] = max(left - 1, 0.0), now
        if len(self._buckets) > _MOST_KNOWN:
            self._buckets.popitem(last=False)
        return left >= 1

    def was_good(self, token: str) -> bool:
        """Whether the token was valid when it was last looked up, which does not say that it still is."""
        return _digest(token) in self._good

    def note(self, token: str, *, is_good: bool) -> None:
        """Remembers what a token was found to be."""
        digest = _digest(token)
        self._good.pop(digest, None)
        if is_good:
            self._good[digest] = None
            if len(self._good) > _MOST_KNOWN:
                self._good.popitem(last=False)

    @contextlib.contextmanager
    def under_way(self, name: str, most: int) -> Iterator[None]:
        """Counts a request by `name` as under way during the block.

        Raises:
            Crowded: `most` are under way already.
        """
        if self._under_way[name] >= most:
            raise Crowded
        self._under_way[name] += 1
        try:
            yield
        finally:
            self._under_way[name] -= 1
            if not self._under_way[name]:
                del self._under_way[name]


def _digest(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
