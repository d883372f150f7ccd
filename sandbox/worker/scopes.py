"""Finds the names that a file defines itself, scope by scope, to distinguish them from built-ins."""

from __future__ import annotations

import ast

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
# Statements that define a name in a file whenever it is loaded, if nothing stands around them.
_SURE = (
    ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign, ast.Import,
    ast.ImportFrom,
)  # fmt: skip


class Scope:
    """A module, class, function or comprehension, and the names that are bound in it."""

    def __init__(self, parent: Scope | None, *, is_function: bool) -> None:
        self._parent = parent
        self._is_function = is_function
        self.bound: set[str] = set()
        self.declared: set[str] = set()  # `global`, `nonlocal`
        # Of a module: where a name is sure to be bound from, and what is deleted somewhere.
        self.bound_from: dict[str, tuple[int, int]] = {}
        self.deleted: set[str] = set()

    def defines(self, node: ast.Name) -> bool:
        """Whether the name at `node` is defined by the file, so that it is not the built-in of that name."""
        scope, inside = self, False
        while scope._parent is not None:
            if scope._is_function and node.id in scope.bound - scope.declared:
                return True
            inside = inside or scope._is_function
            scope = scope._parent
        start = scope.bound_from.get(node.id)
        if start is None or node.id in scope.deleted:
            return False
        # A function runs later; what stands outside of one runs where it stands.
        return inside or (node.lineno, node.col_offset) >= start


def scoped(tree: ast.Module) -> list[tuple[ast.AST, Scope]]:
    """All nodes of the file, each with its scope; all names in the scopes are collected on return."""
    module = Scope(None, is_function=False)
    nodes: list[tuple[ast.AST, Scope]] = []
    todo: list[tuple[ast.AST, Scope]] = [(tree, module)]
    while todo:
        node, scope = todo.pop()
        nodes.append((node, scope))
        scope.bound.update(_bound(node))
        if isinstance(node, ast.Global | ast.Nonlocal):
            scope.declared.update(node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Del):
            module.deleted.add(node.id)
        todo += _inner(node, scope)
    for statement in tree.body:
        if isinstance(statement, _SURE):
            end = (statement.end_lineno or 0, statement.end_col_offset or 0)
            for name in _defined(statement):
                module.bound_from.setdefault(name, end)
    return nodes


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that a node binds in its scope."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Import | ast.ImportFrom):
        yield from (alias.asname or alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.arg):
        yield node.arg
    elif isinstance(node, ast.ExceptHandler | ast.MatchAs | ast.MatchStar) and node.name:
        yield node.name
    elif isinstance(node, ast.MatchMapping) and node.rest:
        yield node.rest


def _defined(statement: ast.stmt) -> Iterator[str]:
    """Yields the names that a statement certainly binds."""
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from (node.id for node in ast.walk(target) if isinstance(node, ast.Name))
    elif isinstance(statement, ast.AnnAssign):
        if statement.value and isinstance(statement.target, ast.Name):
            yield statement.target.id
    else:
        yield from _bound(statement)


def _inner(node: ast.AST, scope: Scope) -> list[tuple[ast.AST, Scope]]:
    """The children of a node, each with the scope in which it is evaluated."""
    if isinstance(node, _FUNCTIONS):
        inner = Scope(scope, is_function=True)
        arguments = node.args
        names: list[ast.AST] = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        names += [each for each in (arguments.vararg, arguments.kwarg) if each]
        for each in names:
            inner.bound.update(_bound(each))
        body = node.body if isinstance(node.body, list) else [node.body]
        within = {id(each) for each in body}
        outside = [child for child in ast.iter_child_nodes(node) if id(child) not in within]
        return [*((child, scope) for child in _without_names(outside)), *((child, inner) for child in body)]
    if isinstance(node, ast.ClassDef):
        inner = Scope(scope, is_function=False)
        within = {id(each) for each in node.body}
        children = list(ast.iter_child_nodes(node))
        return [(child, inner if id(child) in within else scope) for child in children]
    if isinstance(node, _COMPREHENSIONS):
        inner = Scope(scope, is_function=True)
        first = node.generators[0].iter
        parts: list[tuple[ast.AST, Scope]] = [(first, scope)]
        for each in ast.iter_child_nodes(node):
            if isinstance(each, ast.comprehension):
                parts += [(part, inner) for part in ast.iter_child_nodes(each) if part is not first]
            else:
                parts.append((each, inner))
        return parts
    return [(child, scope) for child in ast.iter_child_nodes(node)]


def _without_names(nodes: list[ast.AST]) -> Iterator[ast.AST]:
    """Yields the nodes, but for function arguments only their annotations and defaults."""
    for node in nodes:
        if isinstance(node, ast.arguments):
            for inner in ast.iter_child_nodes(node):
                if isinstance(inner, ast.arg):
                    yield from ast.iter_child_nodes(inner)
                else:
                    yield inner
        else:
            yield node
