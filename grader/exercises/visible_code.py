"""Extracts the code of visible tests for reports; parses it, never runs it."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from pathlib import Path


def visible_code(folder: Path) -> dict[str, str]:
    """The bodies of the tests in `visible/` of the exercise in `folder`, by the tests' ids."""
    code: dict[str, str] = {}
    for path in sorted((folder / "visible").rglob("test_*.py")):
        source = path.read_text("utf-8")
        code.update(_bodies(ast.parse(source), source.splitlines(), path.relative_to(folder).as_posix()))
    return code


def _bodies(parent: ast.Module | ast.ClassDef, lines: list[str], place: str) -> Iterator[tuple[str, str]]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef):
            yield from _bodies(node, lines, f"{place}::{node.name}")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            # A docstring is the test's title, which every report has already.
            body = node.body[1:] if ast.get_docstring(node) is not None else node.body
            if body:
                code = lines[body[0].lineno - 1 : node.end_lineno]
                yield f"{place}::{node.name}", textwrap.dedent("\n".join(code))
