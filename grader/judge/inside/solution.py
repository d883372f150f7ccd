"""The module `solution` as a suite sees it."""

from __future__ import annotations

import builtins
import dis
import sys
from collections.abc import Iterator
from types import CodeType, FrameType, ModuleType
from typing import Any

from ...wire.messages import Verb
from ..talk.conversation import Conversation
from ..talk.placeholders import Placeholder


class Solution(ModuleType):
    """Gives placeholders while suites are imported, and in tests what the file has."""

    def __init__(self, conversation: Conversation) -> None:
        super().__init__("solution")
        self.__dict__["_grade_conversation"] = conversation
        self.__dict__["__file__"] = "solution.py"

    def __getattr__(self, name: str) -> Any:
        conversation: Conversation = self.__dict__["_grade_conversation"]
        if name == "__all__" and not conversation.live:
            return _used_in(sys._getframe(1))
        if name.startswith("__") and name != "__doc__":
            raise AttributeError(name)
        if not conversation.live:
            conversation.names.wanted.add(name)
            return Placeholder(conversation, name)
        return conversation.attribute(name)

    def __setattr__(self, name: str, value: Any) -> None:
        conversation: Conversation = self.__dict__["_grade_conversation"]
        if name.startswith("__"):
            super().__setattr__(name, value)
        else:
            conversation.ask(Verb.SET, conversation.module, name, value)

    def __delattr__(self, name: str) -> None:
        conversation: Conversation = self.__dict__["_grade_conversation"]
        conversation.ask(Verb.DELETE, conversation.module, name)


def _used_in(frame: FrameType) -> list[str]:
    """The names that a module looks for and does not have yet: `import *` may mean any of them."""
    known = frame.f_globals.keys() | vars(builtins).keys()
    names = {name for code in _codes(frame.f_code) for name in _looked_for(code)}
    return sorted(name for name in names - known if not name.startswith("__"))


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)


def _looked_for(code: CodeType) -> Iterator[str]:
    for instruction in dis.get_instructions(code):
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            yield instruction.argval
