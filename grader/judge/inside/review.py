"""What stands in a file before anything of it runs: whether it compiles, and what it uses that is forbidden.

The sandbox parses it, in a process that has run nothing of it; the judge never does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...exercises.code_rules import CodeRules, listed
from ...report import Verdict
from ...text import printable
from ...wire.messages import Start, Verb
from ..talk.conversation import Conversation
from ..talk.trouble import SandboxLost, Trouble
from .verdicts import Refusal


@dataclass(frozen=True, slots=True)
class Review:
    """Why no test runs, if none does; and why the file is not even graded, where the exercise wants that."""

    refusal: Refusal | None = None
    not_compiled: str = ""


def reviewed(conversation: Conversation, start: Start, rules: CodeRules) -> Review:
    """Has a fresh process look at the file, which it does not load, within the limits of `start`."""
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
    """Why the file cannot be loaded, found in a process that is asked for nothing; empty where it can.

    Of a hidden test's process candidates may not read that: the first request may be there already.
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
    """What follows from the sandbox's answer, each part of which must have exactly its type."""
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
