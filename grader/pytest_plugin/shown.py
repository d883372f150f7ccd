"""Formats failures for a suite's author: locates them in the suite, and makes them safe for terminals."""

from __future__ import annotations

from types import TracebackType
from typing import Any

import pytest

from ..judge.inside.verdicts import SuiteTookTooLong
from ..judge.talk.conversation import Conversation
from ..judge.talk.exceptions import place_of_submission
from ..judge.talk.trouble import Trouble
from ..machine.paths import package
from ..text import printable, printable_lines

_JUDGE = str(package("judge"))
# A diff of long texts is worth seeing; a line of megabytes is not.
_LINE_CHARACTERS = 4000
_OUTPUT_LINES = 20


def readable(excinfo: pytest.ExceptionInfo[BaseException]) -> pytest.ExceptionInfo[BaseException]:
    """The failure as a sentence if the grader ended the test, and without the judge's frames at its end."""
    exc = excinfo.value
    _cut(exc.__traceback__)
    if isinstance(exc, Trouble):
        sentence = f"{exc.verdict.value}: {exc.message}"
    elif isinstance(exc, SuiteTookTooLong):
        sentence = "timeout: checking the answer took too long"
    else:
        if place := place_of_submission(exc, "the solution"):
            exc.add_note(f"raised in {place}")
        return excinfo
    failed: BaseException = pytest.fail.Exception(sentence)
    return pytest.ExceptionInfo.from_exception(failed.with_traceback(exc.__traceback__))


def make_printable(report: pytest.TestReport, conversation: Conversation | None) -> None:
    """Escapes a failure's text, which may quote the candidate's, and adds the solution's output.

    If the test compared a program's output with the expected one, the difference is added as well.
    """
    longrepr: Any = report.longrepr
    if isinstance(longrepr, str):
        report.longrepr = _printable(longrepr)
    for traceback, crash, _ in getattr(longrepr, "chain", ()):
        for entry in traceback.reprentries:
            entry.lines[:] = map(_printable, entry.lines)
        if crash is not None:
            crash.message = _printable(crash.message)
    if conversation is None:
        return
    if conversation.difference and report.failed:
        report.sections.append(("Difference", _printable(conversation.difference)))
    if conversation.output:
        text = "\n".join(printable_lines(conversation.output.rstrip("\n"), _OUTPUT_LINES))
        report.sections.append(("Printed by the solution", text))


def _printable(text: str) -> str:
    return "\n".join(printable(line, _LINE_CHARACTERS) for line in text.split("\n"))


def _cut(trace: TracebackType | None) -> None:
    """Ends a traceback at the suite's last frame, where a debugger then stops too."""
    last = None
    while trace is not None:
        if not trace.tb_frame.f_code.co_filename.startswith(_JUDGE):
            last = trace
        trace = trace.tb_next
    if last is not None:
        last.tb_next = None
