"""The modules that a suite imports from the sandbox: `solution`, and others by their full names.

These are the submission's, and those of frameworks: what a suite makes with `TestClient(app)` or
`create_engine(...)` is made beside the application that it is for.
"""

from __future__ import annotations

import builtins
import dis
import sys
from collections.abc import Collection, Iterator, Sequence
from importlib.machinery import ModuleSpec
from types import CodeType, FrameType, ModuleType
from typing import Any

import pytest

from ...wire.messages import Verb
from ..talk.asking import is_monkeypatchs, is_suites
from ..talk.class_contents import Namespace
from ..talk.conversation import Conversation
from ..talk.needed import importing, modules_in_need, used_in_import
from ..talk.placeholders import Placeholder
from .constants import Constants, numbers_of

# What modules say of themselves; other such names are asked for by Python and pytest, of any module.
_OWN = frozenset(("__all__", "__author__", "__copyright__", "__doc__", "__license__", "__version__"))

_FOUND = "name in __import__('sys').modules or __import__('importlib.util').util.find_spec(name) is not None"
_OWN_NAMES: Any = vars(ModuleType)["__dict__"].__get__


class Solution(ModuleType):
    """A module that gives placeholders while suites are imported, and the file's objects during tests."""

    def __init__(self, conversation: Conversation, name: str = "") -> None:
        """Represents the module with the full `name`, or the solution if `name` is empty."""
        super().__init__(name or "solution")
        self.__dict__["_grade_conversation"] = conversation
        self.__dict__["_grade_module"] = name
        if not name:
            self.__dict__["__file__"] = "solution.py"

    @property
    def __dict__(self) -> Any:  # type: ignore[override]
        """The candidate's namespace for a suite or `monkeypatch` in a test; otherwise this module's own."""
        own = _OWN_NAMES(self)
        conversation = own.get("_grade_conversation")
        if conversation is None or not conversation.live or not (is_suites(1) or is_monkeypatchs(1)):
            return own
        return Namespace(conversation, {}, conversation.module_called(own["_grade_module"]))

    @property
    def __doc__(self) -> Any:  # type: ignore[override]
        """The docstring of the candidate's file if a suite asks for it in a test; otherwise None."""
        conversation = _OWN_NAMES(self).get("_grade_conversation")
        if conversation is None or not conversation.live or not is_suites(1):
            return None
        return conversation.attribute("__doc__", self.__dict__["_grade_module"])

    def __getattr__(self, name: str) -> Any:
        conversation: Conversation = self.__dict__["_grade_conversation"]
        if name == "__all__" and not conversation.live:
            return self._used_in(sys._getframe(1))
        if name.startswith("__") and name not in _OWN:
            raise AttributeError(name)
        wanted, folder = self._full(name), conversation.imported.folder
        number = numbers_of(self.__dict__["_grade_module"], folder).get(name)
        if number is not None:
            return number
        if not conversation.live:
            conversation.names.wanted.add(wanted)
            conversation.names.need(wanted, modules_in_need(sys._getframe(1)))
        numbers = numbers_of(wanted, folder)
        if conversation.live and not numbers:
            return conversation.attribute(name, self.__dict__["_grade_module"])
        placeholder = Placeholder(conversation, wanted)
        return Constants(numbers, placeholder) if numbers else placeholder

    def __dir__(self) -> list[str]:
        """The names that the candidate's module lists, if a suite asks in a test; otherwise this one's."""
        own = _OWN_NAMES(self)
        conversation: Conversation = own["_grade_conversation"]
        if not conversation.live or not is_suites(1):
            return list(own)
        listed = conversation.ask(
            Verb.MAKE, "dir(target)", target=conversation.module_called(own["_grade_module"])
        )
        return list(conversation.ask(Verb.VALUE, listed))

    def _full(self, name: str) -> str:
        module = self.__dict__["_grade_module"]
        return f"{module}:{name}" if module else name

    def _used_in(self, frame: FrameType) -> list[str]:
        """The global names that a module uses without having them yet, which `import *` may provide."""
        known = frame.f_globals.keys() | vars(builtins).keys()
        looked_for = {name for code in _codes(frame.f_code) for name in _looked_for(code)} - known
        names = {name for name in looked_for if not name.startswith("__")}  # as a class body's annotations
        modules = list(importing(frame))
        for name in used_in_import(frame.f_code, names):
            self.__dict__["_grade_conversation"].names.need(self._full(name), modules)
        return sorted(names)

    def __setattr__(self, name: str, value: Any) -> None:
        conversation: Conversation = self.__dict__["_grade_conversation"]
        if name.startswith("__") or type(value) is Solution:  # as which Python notes a module in a package
            super().__setattr__(name, value)
        else:
            module = conversation.module_called(self.__dict__["_grade_module"])
            conversation.ask(Verb.SET, module, name, value)

    def __delattr__(self, name: str) -> None:
        conversation: Conversation = self.__dict__["_grade_conversation"]
        module = conversation.module_called(self.__dict__["_grade_module"])
        conversation.ask(Verb.DELETE, module, name)


class PackageFinder:
    """An import finder for packages whose modules are the sandbox's, before those installed here."""

    def __init__(self, conversation: Conversation, packages: Collection[str]) -> None:
        self._conversation = conversation
        self._packages = packages

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """The spec of the module called `name`, if it is the sandbox's."""
        if name.partition(".")[0] not in self._packages or not self._is_there(name):
            return None
        return ModuleSpec(name, self, is_package=True)  # type: ignore[arg-type] # all that a loader needs

    def _is_there(self, name: str) -> bool:
        """Whether a part of a package is a module, which shows in a test; `mock.patch` tries all names so."""
        if "." not in name or not self._conversation.live:
            return True
        try:
            found = self._conversation.ask(Verb.MAKE, _FOUND, name=name)
            return self._conversation.ask(Verb.VALUE, found) is True
        except Exception:  # noqa: BLE001 - whatever an import inside raises
            return False

    @pytest.hookimpl(tryfirst=True)
    def pytest_load_initial_conftests(self) -> None:
        """Goes before pytest's own finder, which would find all packages that come with a pytest plugin."""
        sys.meta_path.remove(self)
        sys.meta_path.insert(0, self)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Makes the module object that represents the one in the sandbox."""
        self._conversation.imported.inside.add(spec.name.partition(".")[0])
        return Solution(self._conversation, spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Does nothing, since the candidate's code runs in the sandbox."""


def offer(
    conversation: Conversation, package: str = "", frameworks: Collection[str] = ()
) -> list[PackageFinder]:
    """Lets suites import the solution as `solution`, and modules below `package` and `frameworks`.

    Of the frameworks it offers those that the exercise's libraries have, if it has any of its own. It returns
    plugins for pytest.
    """
    sys.modules["solution"] = Solution(conversation)
    imported = conversation.imported
    packages = {name for name in frameworks if imported.has(name) or not imported.folder}
    if package:
        packages.add(package.partition(".")[0])
    finders = [PackageFinder(conversation, packages)] if packages else []
    sys.meta_path[:0] = finders
    return finders


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _looked_for(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
