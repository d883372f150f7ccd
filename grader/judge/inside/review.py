"""Inspects a file before any of it runs: whether it compiles, and which forbidden names it uses.

The sandbox parses the file, in a process that has run nothing of it; the judge never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from ...exercises.code_rules import CodeRules, listed
from ...report import Verdict
from ...text import printable
from ...wire.messages import Start, Verb
from ..declared import offered_to
from ..events import NotCompiled
from ..fixtures.facts import FACTS, read
from ..talk.conversation import Conversation
from ..talk.trouble import SandboxLost, Trouble
from .explanations import cut
from .hooks import Emit
from .verdicts import Refusal


@dataclass(frozen=True, slots=True)
class Review:
    """The result of an inspection: the refusal of all tests, or the reason not to grade the file at all."""

    refusal: Refusal | None = None
    not_compiled: str = ""


class Inspection:
    """Facts about the file as a whole, each found out at most once in a run."""

    def __init__(self, conversation: Conversation, emit: Emit) -> None:
        self._conversation, self._emit = conversation, emit
        self._review: Review | None = None
        self._load_failure: str | None = None  # as the first test met it, for every reader

    def refusal(self, start: Start, rules: CodeRules) -> Refusal | None:
        """The reason, from the file's source, why no test may run; None if there is none."""
        if self._review is None and rules.demand_something:
            self._review = reviewed(self._conversation, start, rules)
            if self._review.not_compiled:
                self._emit(NotCompiled(self._review.not_compiled))
        return self._review.refusal if self._review else None

    def refusal_of_facts(self, item: pytest.Item, start: Start) -> Refusal | None:
        """Reads the facts for a test that uses them; returns a refusal if they cannot be read."""
        if "facts" not in offered_to(item):
            return None
        try:
            item.stash[FACTS] = read(self._conversation, start._replace(more=True))
        except Trouble as trouble:
            return Refusal(trouble.verdict, trouble.message)
        except SandboxLost:
            return Refusal(Verdict.CRASHED, "the sandbox had ended")
        return None

    def load_ahead(self, start: Start) -> None:
        """Finds out, before a hidden test, whether the file can be loaded, unless that is known."""
        if self._load_failure is None:
            self._load_failure = load_failure(self._conversation, start)

    def loaded_in_test(self, failure: str) -> str:
        """Records a test's load failure, if any; returns the part of it that everybody may read."""
        if self._load_failure is None:  # the first test, which candidates are shown
            self._load_failure = failure
        return cut(self._load_failure) if failure else ""


def reviewed(conversation: Conversation, start: Start, rules: CodeRules) -> Review:
    """Lets a fresh process inspect the file without loading it, within the limits of `start`."""
    conversation.begin(start._replace(more=True), load=False)
    try:
        answer = conversation.ask(Verb.REVIEW, None, rules.forbid)
        return _review(answer, rules)
    except Trouble as trouble:
        return Review(Refusal(trouble.verdict, trouble.message))
    except (Exception, SystemExit) as exc:  # noqa: BLE001 - whatever the parser raised inside
        what = f"the file cannot be read: {type(exc).__name__}"
        return Review(Refusal(Verdict.ERROR, remark=what))
    finally:
        _ended(conversation)


def load_failure(conversation: Conversation, start: Start) -> str:
    """Loads the file in a process without requests; returns why that fails, or an empty string.

    Candidates may not read the failure of a hidden test's process, which may already contain the first
    request.
    """
    conversation.begin(start._replace(more=True))
    try:
        conversation.settle()
        return ""
    except Trouble as trouble:
        return trouble.message if trouble.verdict is Verdict.ERROR else ""
    finally:
        _ended(conversation)


def _review(answer: Any, rules: CodeRules) -> Review:
    """Converts the sandbox's answer, every part of which must have exactly its type."""
    broken, uses = _pair(answer)
    if broken is not None:
        line, reason = _pair(broken)
        if type(line) is not int or type(reason) is not str:
            raise TypeError("not an account of the file")
        where = f"line {line}: " if line > 0 else ""
        what = f"{where}{printable(reason, 200)}"
        # Where such a file is graded its tests say so themselves.
        return (
            Review(Refusal(Verdict.ERROR, f"the file does not compile: {what}"), what)
            if rules.reject_broken
            else Review()
        )
    if type(uses) is not tuple:
        raise TypeError("not an account of the file")
    found = [_use(use, rules) for use in uses]
    if not found:
        return Review()
    names = listed(found, "and")
    return Review(
        Refusal(Verdict.FORBIDDEN, remark=f"not run: the file uses {names}. Not allowed: {rules.because}")
    )


def _use(use: Any, rules: CodeRules) -> str:
    name, line = _pair(use)
    if name not in rules.forbid or type(name) is not str or type(line) is not int:
        raise TypeError("not an account of the file")
    return f"`{name}` (line {line})" if line > 0 else f"`{name}`"


def _pair(value: Any) -> tuple[Any, Any]:
    if type(value) is not tuple or len(value) != 2:
        raise TypeError("not an account of the file")
    return value


def _ended(conversation: Conversation) -> None:
    try:
        conversation.end()
    except SandboxLost:
        pass  # the conversation remembers it, and so no test runs
