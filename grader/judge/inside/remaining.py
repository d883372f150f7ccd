"""Finds the tests before a broken one that have not run, so that of several the first one is named."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest


class Remaining:
    """The tests of all portions, in the suite's order, and which of them have run here."""

    def __init__(self) -> None:
        self._tests: tuple[pytest.Item, ...] = ()
        self._ran: set[pytest.Item] = set()
        self._is_looking = False

    def collected(self, tests: Sequence[pytest.Item]) -> None:
        """Records all collected tests, in the suite's order."""
        self._tests = tuple(tests)

    def runs(self, test: pytest.Item) -> None:
        """Records that a test has run, or runs now."""
        self._ran.add(test)

    def before(self, broken: pytest.Item) -> Iterator[pytest.Item]:
        """Yields the tests before `broken` that have not run; nothing if called again while it yields.

        Without them the order in which tests run, which is by chance, would decide which broken one is named.
        """
        if not self._is_looking:
            self._is_looking = True
            for test in self._tests[: self._tests.index(broken)]:
                if test not in self._ran:
                    yield test
