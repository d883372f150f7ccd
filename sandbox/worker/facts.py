"""Reads facts about the candidate's file from its syntax tree, without running it."""

from __future__ import annotations

import ast

from .exceptions import SOLUTION_FILE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Far more than a file of honest length holds, and little to send.
_MAX_NAMES = 20_000
_MAX_NAME_LENGTH = 1_000


def read(source: bytes) -> tuple[Any, ...]:
    """The names that a file imports, uses, calls and defines as classes, sorted; its functions by line.

    A function is described by its dotted name, its line, whether it is `async`, whether it is a generator,
    its parameters and its decorators.

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: it cannot be read, or holds too much.
    """
    imports: set[str] = set()
    names: set[str] = set()
    calls: set[str] = set()
    classes: set[str] = set()
    functions: list[tuple[Any, ...]] = []
    generators: set[str] = set()
    # Each node with the dotted name of the class or function around it, and which function that is.
    todo: list[tuple[ast.AST, str, str]] = [(ast.parse(source, SOLUTION_FILE), "", "")]
    while todo:
        node, scope, function = todo.pop()
        inner, within = scope, function
        if isinstance(node, ast.Import):
            imports.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            module = "." * node.level + (f"{node.module}." if node.module else "")
            imports.update(module + alias.name for alias in node.names)
        elif isinstance(node, ast.Name):
            names.add(node.id)
        elif isinstance(node, ast.Attribute):
            names.add(node.attr)
        elif isinstance(node, ast.Call):
            calls.add(_dotted(node.func))
        elif isinstance(node, (ast.Yield, ast.YieldFrom)):
            generators.add(function)
        elif isinstance(node, ast.Lambda):
            within = ""
        elif isinstance(node, ast.ClassDef):
            inner, within = f"{scope}.{node.name}".lstrip("."), ""
            classes.add(inner)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            inner = f"{scope}.{node.name}".lstrip(".")
            within = f"{inner}:{node.lineno}"
            functions.append(
                (
                    inner, node.lineno, isinstance(node, ast.AsyncFunctionDef), within,
                    _arguments(node.args), tuple(map(_decorator, node.decorator_list)),
                )
            )  # fmt: skip
        if len(imports) + len(names) + len(calls) + len(classes) + len(functions) > _MAX_NAMES:
            raise ValueError(f"more than {_MAX_NAMES} names")
        if len(inner) > _MAX_NAME_LENGTH:
            raise ValueError(f"a name of more than {_MAX_NAME_LENGTH} characters")
        todo += [(child, inner, within) for child in ast.iter_child_nodes(node)]
    by_line = sorted(functions, key=lambda function: function[1:2])
    return (
        *(tuple(sorted(texts)) for texts in (imports, names, calls, classes)),
        tuple((*each[:3], each[3] in generators, *each[4:]) for each in by_line),
    )


def _arguments(arguments: ast.arguments) -> tuple[str, ...]:
    """The parameter names of a function in the order of its signature, with the stars."""
    names = [parameter.arg for parameter in (*arguments.posonlyargs, *arguments.args)]
    if arguments.vararg:
        names.append(f"*{arguments.vararg.arg}")
    names += [parameter.arg for parameter in arguments.kwonlyargs]
    if arguments.kwarg:
        names.append(f"**{arguments.kwarg.arg}")
    return tuple(names)


def _decorator(node: ast.expr) -> str:
    return _dotted(node.func if isinstance(node, ast.Call) else node)


def _dotted(node: ast.expr) -> str:
    """An expression such as `a.b.c` as text; it begins with a dot, or is empty, if its base is not a name."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    parts.append(node.id if isinstance(node, ast.Name) else "")
    return ".".join(reversed(parts))
