"""Collects a program's test cases as pytest tests: files with an input and the expected output, no Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ...exercises.cases import (
    ANSWER,
    EXACT,
    INPUT,
    LINES,
    TOKENS,
    BrokenCases,
    CaseTable,
    case_table,
    is_case,
    name_of_case,
    read_case,
)
from ...exercises.exercise import MANIFEST
from ...text import last_line
from ..declared import FAULT
from ..fixtures.program import Finished, Program
from ..talk.conversation import Conversation

_GROUP = "Cases"


class Cases:
    """The pytest plugin that makes tests from the files in `cases/`, for one candidate."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation

    def pytest_collect_file(self, file_path: Path, parent: pytest.Collector) -> CaseFile | None:
        """Returns a collector for `file_path` if it is a case of an exercise."""
        if file_path.suffix not in (INPUT, ANSWER) or len(file_path.parents) < 3:
            return None
        folder = file_path.parents[2]
        if not (folder / MANIFEST).is_file() or not is_case(file_path, folder):
            return None
        file: CaseFile = CaseFile.from_parent(
            parent, path=file_path, exercise=folder, make=lambda: Program(self._conversation)
        )
        return file


class CaseFile(pytest.File):
    """The input file of one case, as pytest's collector."""

    def __init__(self, *, exercise: Path, make: Callable[[], Program], **known: Any) -> None:
        super().__init__(**known)
        self.exercise, self.make = exercise, make

    def collect(self) -> Iterator[Case]:
        """Yields the file's only test."""
        yield Case.from_parent(self, name=name_of_case(self.path))


class Case(pytest.Item):
    """One case as a test: the program reads the input, must print the expected output and exit with 0."""

    def __init__(self, **known: Any) -> None:
        super().__init__(**known)
        self.fixturenames = ("program",)
        self.add_marker(pytest.mark.title(self.name))
        self.add_marker(pytest.mark.group(_GROUP))
        self._table = CaseTable()
        try:
            self._table = case_table(self._file.exercise)
            read_case(self.path)
        except BrokenCases as exc:
            self.stash[FAULT] = exc.where, exc.sentence
        self.add_marker(pytest.mark.points(self._table.points.get(self.name, 1)))

    @property
    def _file(self) -> CaseFile:
        assert isinstance(self.parent, CaseFile)
        return self.parent

    def runtest(self) -> None:
        """Runs the program on the case's input and compares the output."""
        given, wanted = read_case(self.path)
        done: Finished = self._file.make()(given)
        if done.exit_code:
            said = f": {last_line(done.stderr)}" if done.stderr.strip() else ""
            raise AssertionError(f"the program ended with exit code {done.exit_code}{said}")
        if not _is_right(done, wanted, self._table):
            raise AssertionError("the output is not what is wanted")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """The failure as a sentence, since the suite has no code to show."""
        if isinstance(excinfo.value, AssertionError | pytest.fail.Exception):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        """The location of the case, for pytest's own reports."""
        return self.path, None, self.name


def _is_right(done: Finished, wanted: str, table: CaseTable) -> bool:
    way = table.compare
    if way == EXACT:
        return done.same_text(wanted)
    if way == LINES:
        return done.same_lines(wanted)
    if way == TOKENS:
        return done.same_tokens(wanted)
    assert not isinstance(way, str)
    return done.same_numbers(wanted, rel=way.rel, abs=way.abs)
