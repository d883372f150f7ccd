"""Asks, when a test has passed, what would have told the candidate's code too much before."""

from __future__ import annotations

from collections.abc import Generator

import pytest

from ..talk.beside_values import ask_about
from ..talk.conversation import Conversation


class Afterwards:
    """The pytest plugin that asks objects whether they differ from values that they were compared with."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None]:
        """Asks once the test's own function has come to its end."""
        yield
        ask_about(self._conversation.beside_values)
