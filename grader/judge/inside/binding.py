"""Replaces, for each test, the placeholders in a suite's modules by the objects of the candidate's file."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest

from ..talk.asking import is_suites_file
from ..talk.conversation import Conversation
from ..talk.exceptions import is_error
from ..talk.kinship import install
from ..talk.placeholders import Places, replaced
from ..talk.stand_ins import Refused
from ..talk.trouble import Trouble


class Binding:
    """The places in a suite's modules and parameters that hold names imported from the candidate's file."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._places = Places()
        self._tests: set[str] = set()  # the names of the modules that hold tests

    def look(self, items: list[pytest.Item], folder: str) -> None:
        """Searches the modules of the tests, and all others that lie in `folder`, for such places."""
        modules = [getattr(item, "module", None) for item in items]
        self._tests = {module.__name__ for module in modules if isinstance(module, ModuleType)}
        modules += [module for module in list(sys.modules.values()) if _lies_in(module, folder)]
        found = [module for module in modules if isinstance(module, ModuleType)]
        for module in found:
            vars(module)["_grade_suite"] = True
            self._places.look_into(module)
        install(found)

    @contextlib.contextmanager
    def filled(self, item: pytest.Item) -> Iterator[None]:
        """Fills the places during a test with the objects of the candidate's file."""
        parameters: dict[str, Any] = getattr(getattr(item, "callspec", None), "params", {})
        before = dict(parameters)
        module = getattr(getattr(item, "module", None), "__name__", "")
        others = self._tests - {module}
        try:
            with contextlib.suppress(Trouble, Refused):  # which are remembered
                self._conversation.import_anew(module)
                self._places.fill(lambda name: name not in others, self._conversation.fail)
                self._fill_parameters(parameters)
            yield
        finally:
            parameters.update(before)
            self._places.empty()

    def _fill_parameters(self, parameters: dict[str, Any]) -> None:
        try:
            parameters.update({name: replaced(value) for name, value in parameters.items()})
        except BaseException as exc:
            if not is_error(exc):
                raise
            raise self._conversation.fail(f"the test's parameters raised {type(exc).__name__}") from None


def _lies_in(module: ModuleType, folder: str) -> bool:
    names = getattr(module, "__dict__", {})
    return is_suites_file(names.get("__file__"), names.get("__name__"), folder)
