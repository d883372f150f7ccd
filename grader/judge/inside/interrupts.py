"""The pytest plugin that keeps a `KeyboardInterrupt` of the candidate's code from ending the whole run."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from ..talk.exceptions import without_interrupt


class Interrupts:
    """Lets a phase in which the candidate's code raised a `KeyboardInterrupt` fail, as with other errors."""

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


def _failing() -> Generator[None]:
    try:
        yield
    except KeyboardInterrupt as exc:
        raise without_interrupt(exc) from None
