"""Finds which modules of a suite plain pytest could not import for want of a name in the candidate's file.

Here a suite is imported before there is any such file, and so never fails. In plain pytest a name that is not
there ends the import, and with it all tests of the module. Where the suite itself sees to that (`try`,
`hasattr`), nothing is said here, and only tests that use the name fail.
"""

from __future__ import annotations

import ast
import dis
import functools
import inspect
import sys
from collections.abc import Iterator, Set
from pathlib import Path
from types import CodeType, FrameType

from .asking import is_of_framework
from .names import EVERY_MODULE

# How Python looks for a name so that its absence is an error; `hasattr` and `getattr` are calls.
_LOOKS = frozenset(("IMPORT_FROM", "LOAD_ATTR", "LOAD_METHOD"))
_CONDITIONS = (ast.If, ast.For, ast.While, ast.Match, ast.IfExp)
_CATCHING = ("suppress", "raises")
_EVERYWHERE = ((1, sys.maxsize),)

Lines = tuple[tuple[int, int], ...]


def modules_in_need(frame: FrameType) -> list[str]:
    """The suite's modules whose import fails if the name that `frame` is looking up does not exist."""
    return list(importing(frame)) if _is_authors(frame) and _looks(frame) else []


def modules_of_step(frame: FrameType, *, attribute: bool) -> list[str]:
    """The suite's modules whose import fails if the operation at which `frame` stands raises an error."""
    return list(importing(frame)) if _is_authors(frame) and (not attribute or _looks(frame)) else []


def importing(frame: FrameType | None) -> Iterator[str]:
    """Yields the suite's modules whose import an error in `frame` would end, as none of them catches it."""
    while frame is not None:
        code = frame.f_code
        if _is_authors(frame):
            if _within(frame.f_lineno, _caught(code.co_filename)):
                return
            if code.co_name == "<module>":
                is_shared = Path(code.co_filename).name == "conftest.py"
                yield EVERY_MODULE if is_shared else frame.f_globals["__name__"]
        frame = frame.f_back


def used_in_import(code: CodeType, names: Set[str]) -> set[str]:
    """The names among `names` that only `import *` can give the module `code`, and that its import uses."""
    bodies = [code, *_class_bodies(code)]
    instructions = [each for body in bodies for each in dis.get_instructions(body)]
    stars = [each for each in instructions if each.opname == "IMPORT_STAR" or _is_star(each)]
    if len(stars) != 1:
        return set()  # they may come from another module
    stored = {each.argval for each in instructions if each.opname == "STORE_NAME"}
    not_sure = (*_caught(code.co_filename), *_conditional(code.co_filename))
    return {
        each.argval
        for each in instructions
        if each.opname == "LOAD_NAME"
        and each.argval in names - stored
        and each.positions is not None
        and not _within(each.positions.lineno or 0, not_sure)
    }


def _looks(frame: FrameType) -> bool:
    return dis.opname[frame.f_code.co_code[frame.f_lasti]] in _LOOKS


def _is_star(instruction: dis.Instruction) -> bool:
    return instruction.opname == "CALL_INTRINSIC_1" and "IMPORT_STAR" in instruction.argrepr


def _is_authors(frame: FrameType) -> bool:
    """Whether `frame` runs code of the exercise's author; its module is marked only after its import."""
    module = str(frame.f_globals.get("__name__", ""))
    return not is_of_framework(module) and module.partition(".")[0] not in sys.stdlib_module_names


def _class_bodies(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType) and not constant.co_flags & inspect.CO_OPTIMIZED:
            yield constant
            yield from _class_bodies(constant)


def _within(line: int, lines: Lines) -> bool:
    return any(first <= line <= last for first, last in lines)


@functools.cache
def _caught(path: str) -> Lines:
    """The lines of a file in which an error is caught, and the import goes on."""
    tree = _parsed(path)
    if tree is None:
        return _EVERYWHERE
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Try):
            catches = not all(_always_raises(handler.body) for handler in node.handlers)
        elif isinstance(node, ast.With):
            catches = any(map(_catches, node.items))
        else:
            continue
        if catches:
            found.append((node.body[0].lineno, node.body[-1].end_lineno or 0))
    return tuple(found)


@functools.cache
def _conditional(path: str) -> Lines:
    """The lines of a file that may be left out, or run when a later line has run."""
    tree = _parsed(path)
    if tree is None:
        return _EVERYWHERE
    return tuple(
        (node.lineno, node.end_lineno or 0) for node in ast.walk(tree) if isinstance(node, _CONDITIONS)
    )


def _parsed(path: str) -> ast.Module | None:
    try:
        return ast.parse(Path(path).read_bytes())
    except (OSError, SyntaxError, ValueError):
        return None


def _always_raises(body: list[ast.stmt]) -> bool:
    last = body[-1]
    if isinstance(last, ast.If):
        return bool(last.orelse) and _always_raises(last.body) and _always_raises(last.orelse)
    return isinstance(last, ast.Raise)


def _catches(item: ast.withitem) -> bool:
    call = item.context_expr
    if not isinstance(call, ast.Call):
        return True
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in _CATCHING
