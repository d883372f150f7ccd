"""Checks whether the candidate's file compiles, and which forbidden names it uses; runs none of it.

Theory of operation. A name counts as forbidden where it can only mean what the exercise means: a built-in
that the file does not define itself, a module or its content under whatever name it was imported, an
attribute of any object. The name may also be passed as a visible string: to `getattr`, `__import__`, `eval`
and the like. Whoever wants to hide a name can do so: this check is for those who did not read the task, and
tells them before anything runs.
"""

from __future__ import annotations

import ast

from .exceptions import FOLDER, SOLUTION_FILE
from .scopes import Scope, scoped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from grader.wire.messages import Setup

_TOP_LEVEL_AWAIT = 0x2000  # PyCF_ALLOW_TOP_LEVEL_AWAIT
_MOST_REASON = 200
# Longer chains of attributes are looked at piece by piece.
_MOST_PARTS = 40
# As often one name is followed to another, and source in a text is looked into.
_ROUNDS = 5
_MOST_MEANINGS = 8

_GETTERS = frozenset(("attrgetter", "methodcaller"))
_IMPORTERS = frozenset(("__import__", "import_module"))
_RUNNERS = frozenset(("eval", "exec", "compile"))
_NAMESPACES = frozenset(("globals", "locals", "vars"))


def review_all(setup: Setup, entries: tuple[str, ...]) -> tuple[Any, Any]:
    """Reviews the solution and the modules that were handed in with it.

    Lines are those of the solution; a use in another file has the line 0. A program's modules are not
    reviewed, as each run lays them out for itself.
    """
    broken, found = review(setup.source, entries, _TOP_LEVEL_AWAIT if setup.cells else 0)
    lines = dict(found)
    for name, _, is_given in setup.files:
        try:
            with open(f"{FOLDER}/{name}", "rb") as file:
                source = b"" if is_given or not name.endswith(".py") else file.read()
        except OSError:
            continue
        wrong, found = review(source, entries)
        lines.update((entry, 0) for entry, _ in found if entry not in lines)
        if wrong and not broken and source != setup.source:
            broken = 0, f"{name}, line {wrong[0]}: {wrong[1]}"[:_MOST_REASON]
    return None if lines else broken, tuple(sorted(lines.items(), key=lambda use: use[1]))


def review(source: bytes, entries: tuple[str, ...], flags: int = 0) -> tuple[Any, Any]:
    """Why the file does not compile (line and reason) or None, and the lines of each used entry.

    Raises:
        RecursionError, MemoryError: it compiles, but is nested too deeply to be reviewed.
    """
    try:
        compile(source, SOLUTION_FILE, "exec", flags, dont_inherit=True)
    except SyntaxError as exc:
        return (exc.lineno or 0, str(exc.msg)[:_MOST_REASON]), ()
    except (ValueError, RecursionError, MemoryError) as exc:
        return (0, str(exc)[:_MOST_REASON] or "it is nested too deeply"), ()
    if not entries:
        return None, ()
    first: dict[str, int] = {}
    for line, entry in _uses(ast.parse(source, SOLUTION_FILE), entries, _ROUNDS):
        first[entry] = min(line, first.get(entry, line))
    return None, tuple(sorted(first.items(), key=lambda found: found[1]))


def _uses(tree: ast.Module, entries: tuple[str, ...], rounds: int) -> Iterator[tuple[int, str]]:
    """Yields the lines with forbidden names, each with the matching entry."""
    nodes = scoped(tree)
    meanings = _Meanings(nodes)
    for node, scope in nodes:
        line = getattr(node, "lineno", 1)
        for path in meanings.used(node, scope):
            for entry in entries:
                if path == entry or path.startswith(f"{entry}.") or _takes_all(path, entry):
                    yield line, entry
        code = _code(node) if rounds else None
        if code is not None:
            for _, entry in _uses(code, entries, rounds - 1):
                yield line, entry


def _takes_all(path: str, entry: str) -> bool:
    """Whether `path` is a `from module import *` that includes the entry."""
    return path.endswith(".*") and entry.startswith(path[:-1])


def _code(node: ast.AST) -> ast.Module | None:
    """The syntax tree of source text that is passed to `eval` and the like."""
    if not isinstance(node, ast.Call) or _last(node.func) not in _RUNNERS or not node.args:
        return None
    try:
        return ast.parse(_text(node.args[0]) or "")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


class _Meanings:
    """What names and expressions may refer to, as dotted paths that start at a module or built-in."""

    def __init__(self, nodes: list[tuple[ast.AST, Scope]]) -> None:
        self._names: dict[str, set[str]] = {"__builtins__": {"builtins"}}
        for node, _ in nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    root = alias.name if alias.asname else alias.name.partition(".")[0]
                    self._add(alias.asname or root, {root})
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    self._add(alias.asname or alias.name, {_from(node, alias)})
        given = [(target, value, scope) for node, scope in nodes for target, value in _given(node)]
        for _ in range(_ROUNDS):
            for target, value, scope in given:
                self._add(target, self.paths(value, scope))

    def _add(self, name: str, paths: set[str]) -> None:
        names = self._names.setdefault(name, set()) if paths else set()
        if len(names) < _MOST_MEANINGS:
            names |= paths

    def used(self, node: ast.AST, scope: Scope) -> set[str]:
        """The paths that the node itself uses, without its children; `.name` is an attribute of anything."""
        if isinstance(node, ast.Import):
            return {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            return {_plain(_from(node, alias)) for alias in node.names}
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            return self.paths(node, scope)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            return self.paths(node, scope) | {f".{node.attr}"}
        if isinstance(node, ast.Subscript) and _is_namespace(node.value):
            text = _text(node.slice)
            return {text, f".{text}"} if text else set()
        if isinstance(node, ast.Call):
            return self._called(node, scope)
        return set()

    def _called(self, call: ast.Call, scope: Scope) -> set[str]:
        """The paths that a call accesses by the strings in its arguments."""
        name = _last(call.func)
        texts = [_text(argument) for argument in call.args]
        if name == "getattr" and len(texts) > 1 and texts[1]:
            return self.paths(call, scope) | {f".{texts[1]}"}
        if name in _GETTERS:
            return {f".{part}" for text in texts if text for part in text.split(".")}
        return self.paths(call, scope)

    def paths(self, node: ast.expr, scope: Scope, depth: int = _ROUNDS) -> set[str]:
        """The paths that an expression may refer to."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
            if len(parts) > _MOST_PARTS:
                return set()
        bases: set[str] = set()
        if isinstance(node, ast.Name):
            bases = self._names.get(node.id, set()) | (set() if scope.defines(node) else {node.id})
        elif isinstance(node, ast.Call) and node.args and depth:
            name, text = _last(node.func), _text(node.args[0])
            if name in _IMPORTERS and text:
                bases = {text, text.partition(".")[0]} if name == "__import__" else {text}
            elif name == "getattr" and len(node.args) > 1 and (text := _text(node.args[1])):
                bases = {f"{path}.{text}" for path in self.paths(node.args[0], scope, depth - 1)}
        after = "".join(f".{part}" for part in reversed(parts))
        return {_plain(base + after) for base in bases}


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yields the names that a statement assigns to, each with its value."""
    if isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            elif isinstance(target, ast.Tuple | ast.List) and isinstance(node.value, ast.Tuple | ast.List):
                for one, value in zip(target.elts, node.value.elts, strict=False):
                    if isinstance(one, ast.Name):
                        yield one.id, value
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and isinstance(node.target, ast.Name) and node.value:
        yield node.target.id, node.value


def _from(node: ast.ImportFrom, alias: ast.alias) -> str:
    return f"{node.module}.{alias.name}" if node.module and not node.level else alias.name


def _plain(path: str) -> str:
    return path.removeprefix("builtins.")


def _last(node: ast.expr) -> str:
    """The last name of an expression such as `importlib.import_module`; empty if it has none."""
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _is_namespace(node: ast.expr) -> bool:
    if isinstance(node, ast.Call):
        return _last(node.func) in _NAMESPACES
    return _last(node) in ("__dict__", "__builtins__", "modules")


def _text(node: ast.expr) -> str:
    """The value of a constant string expression; empty if it is not one."""
    pieces: list[str] = []
    todo = [node]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            todo += [node.right, node.left]
        elif isinstance(node, ast.JoinedStr):
            todo += reversed(node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            pieces.append(node.value)
        else:
            return ""
    return "".join(pieces)
