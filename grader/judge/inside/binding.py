"""Replaces, for each test, the placeholders in a suite's modules by the objects of the candidate's file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from ..talk.conversation import Conversation
from ..talk.placeholders import Places, replaced
from ..talk.stand_ins import Refused
from ..talk.trouble import Trouble


class Binding:
    """The places in a suite's modules and parameters that hold names imported from the candidate's file."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._places = Places()

    def look(self, items: list[pytest.Item], folder: str) -> None:
        """Searches the modules of the tests, and all others that lie in `folder`, for such places."""
        modules = [getattr(item, "module", None) for item in items]
        modules += [module for module in list(sys.modules.values()) if _lies_in(module, folder)]
        for module in modules:
            if isinstance(module, ModuleType):
                vars(module)["_grade_suite"] = True
                self._places.look_into(module)

    @contextlib.contextmanager
    def filled(self, item: pytest.Item) -> Iterator[None]:
        """Fills the places during a test with the objects of the candidate's file."""
        parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        before = dict(parameters)
        try:
            with contextlib.suppress(Trouble, Refused):  # which are remembered
                self._conversation.import_anew(getattr(getattr(item, "module", None), "__name__", ""))
                self._places.fill()
                parameters.update({name: replaced(value) for name, value in before.items()})
            yield
        finally:
            parameters.update(before)
            self._places.empty()


def _lies_in(module: ModuleType, folder: str) -> bool:
    names = getattr(module, "__dict__", {})
    file, name = names.get("__file__"), names.get("__name__")
    # A suite may lie in the folder of a project that has the grader in it.
    is_ours = type(name) is str and name.partition(".")[0] == "grader"
    return type(file) is str and file.startswith(f"{folder}/") and not is_ours
