"""Makes mutants: copies of accepted submissions with one small change each, by the operators of mutmut.

A suite that cannot tell a mutant from the original does not test what was changed, or the change makes no
difference: such mutants are *equivalent*, and are listed with a reason in the exercise's equivalent.toml.
"""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import ExerciseError, UsageError
from ..exercises.exercise import Exercise
from ..machine import extras
from ..machine.regular import Unreadable
from ..machine.toml import parsed

if TYPE_CHECKING:
    import libcst

EQUIVALENT = "equivalent.toml"
_SAYING = re.compile(r"print|logging\.\w+")
_KEYS = ("submission", "line", "becomes", "reason")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A submission with one change: the old lines, the new lines, and the changed source."""

    submission: str
    line: str
    becomes: str
    source: str
    diff: str


@dataclass(frozen=True, slots=True)
class Equivalent:
    """An entry of equivalent.toml: a mutant and the reason why no allowed input distinguishes it."""

    submission: str
    line: str
    becomes: str
    reason: str

    def fits(self, mutant: Mutant) -> bool:
        """Whether the entry is about `mutant`; indentation is ignored."""
        return (self.submission, _lines(self.line), _lines(self.becomes)) == (
            mutant.submission, _lines(mutant.line), _lines(mutant.becomes),
        )  # fmt: skip


def mutants(submission: str, source: str, *, is_program: bool = False) -> list[Mutant]:
    """All mutants of `source` that behave differently; changes to messages for people do not count.

    What a program prints is what it does.

    Raises:
        UsageError: mutmut is not installed.
    """
    try:
        import libcst
    except ImportError:
        raise _missing() from None
    tree = libcst.parse_module(source)
    meanings = {_meaning(source)}
    different = []
    for node, new in _changes(tree, is_program):
        replaced = tree.deep_replace(node, new)
        assert isinstance(replaced, libcst.Module)
        mutated = replaced.code
        try:
            meaning = _meaning(mutated)
        except SyntaxError:  # an operator made something that is not Python
            continue
        if meaning not in meanings:
            meanings.add(meaning)
            different.append(_mutant(submission, source, mutated))
    return different


def equivalents(exercise: Exercise) -> list[Equivalent]:
    """The exercise's list of equivalent mutants; empty if the exercise has no such file.

    Raises:
        ExerciseError: the list is not valid.
    """
    path = exercise.folder / EQUIVALENT
    try:
        entries = parsed(path.read_bytes()).get("equivalent", [])
    except FileNotFoundError:
        return []
    except Unreadable as exc:
        raise _broken(exercise, str(exc)) from None
    if type(entries) is not list or not all(type(entry) is dict for entry in entries):
        raise _broken(exercise, "must have each entry below a line [[equivalent]]")
    listed = []
    for number, entry in enumerate(entries, 1):
        becomes = entry.get("becomes")
        alternatives = becomes if type(becomes) is list else [becomes]
        texts = [*alternatives, *(value for key, value in entry.items() if key != "becomes")]
        if set(entry) != set(_KEYS) or not all(type(text) is str and text for text in texts):
            raise _broken(exercise, f"must have the texts {', '.join(_KEYS)} in entry {number}")
        listed += [Equivalent(**entry | {"becomes": alternative}) for alternative in alternatives]
    return listed


def _changes(tree: libcst.Module, is_program: bool) -> Iterator[tuple[libcst.CSTNode, libcst.CSTNode]]:
    """Yields each node that an operator of mutmut would change, together with its replacement."""
    import libcst

    try:
        from mutmut.mutation.mutators import mutation_operators
    except ImportError:
        raise _missing() from None
    todo: list[libcst.CSTNode] = [tree]
    while todo:
        node = todo.pop()
        if isinstance(node, libcst.Annotation | libcst.Import | libcst.ImportFrom):
            continue
        if _only_raises_words(node) or (not is_program and _says_only(node)):
            continue
        for kind, operator in mutation_operators:
            if isinstance(node, kind):
                yield from ((node, new) for new in operator(node))
        todo.extend(reversed(node.children))


def _says_only(node: libcst.CSTNode) -> bool:
    """Whether `node` only prints, or runs only when the file is run as a program."""
    import libcst

    code = libcst.Module([]).code_for_node
    if isinstance(node, libcst.If):
        return "__name__" in code(node.test)
    return (
        isinstance(node, libcst.Expr)
        and isinstance(node.value, libcst.Call)
        and bool(_SAYING.fullmatch(code(node.value.func)))
    )


def _only_raises_words(node: libcst.CSTNode) -> bool:
    """Whether `node` raises an exception in which a mutation could change nothing but the text."""
    import libcst

    texts = libcst.SimpleString | libcst.FormattedString | libcst.ConcatenatedString
    return (
        isinstance(node, libcst.Raise)
        and isinstance(node.exc, libcst.Call)
        and all(isinstance(argument.value, texts) for argument in node.exc.args)
    )


def _meaning(source: str) -> str:
    """The syntax tree of `source` as text, without docstrings and annotations."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            node.body = [statement for statement in node.body if not _is_text(statement)]
        if isinstance(node, ast.arg):
            node.annotation = None
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            node.returns = None
    return ast.dump(tree)


def _is_text(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


def _mutant(submission: str, source: str, mutated: str) -> Mutant:
    before, after = source.splitlines(), mutated.splitlines()
    changed = [
        (before[a:b], after[c:d])
        for tag, a, b, c, d in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    diff = difflib.unified_diff(before, after, submission, "mutant", lineterm="", n=1)
    return Mutant(
        submission,
        "\n".join(line for old, _ in changed for line in old),
        "\n".join(line for _, new in changed for line in new),
        mutated,
        "\n".join(diff),
    )


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _missing() -> UsageError:
    return UsageError(
        "Mutants are made by mutmut, which is not installed.", code="no-mutmut",
        remedy=f"Run: {extras.command('mutants')}",
    )  # fmt: skip


def _broken(exercise: Exercise, what: str) -> ExerciseError:
    return ExerciseError(
        f"The list {exercise.slug}/{EQUIVALENT} {what}.",
        code="broken-list",
        remedy="Its author must mend it.",
    )
