"""The pytest plugin that keeps what ends one test from reaching the others.

A `KeyboardInterrupt` of the candidate's code would end the whole run. An end of the test within a fixture's
tear-down would keep pytest from tearing down the test's other fixtures, which the next tests would then get.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

import pytest

from ..talk.exceptions import without_interrupt
from ..talk.trouble import Trouble


class EndedBefore(Exception):
    """Raised by a fixture's tear-down in place of what has ended the test, which is remembered."""


class Interrupts:
    """Lets a phase in which the candidate's code raised a `KeyboardInterrupt` fail, as with other errors."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_timeout_set_timer(self) -> bool:
        """Keeps pytest-timeout from ending the run, or taking our alarm: its marker is a limit of ours."""
        return True

    @pytest.hookimpl(trylast=True)
    def pytest_sessionstart(self, session: pytest.Session) -> None:
        """Watches over the finalizers, of which one may not keep the others from running."""
        state: Any = session._setupstate
        add = state.addfinalizer

        def addfinalizer(finalizer: Callable[[], object], node: pytest.Item) -> None:
            add(lambda: _finished(finalizer), node)

        state.addfinalizer = addfinalizer

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None]:
        """Watches over a test's set-up."""
        yield from _failing()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None]:
        """Watches over a test's call."""
        yield from _failing()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None]:
        """Watches over a test's tear-down."""
        yield from _failing()


def _finished(finalizer: Callable[[], object]) -> None:
    try:
        finalizer()
    except Trouble as trouble:
        raise EndedBefore(str(trouble)) from None


def _failing() -> Generator[None]:
    try:
        yield
    except KeyboardInterrupt as exc:
        raise without_interrupt(exc) from None
