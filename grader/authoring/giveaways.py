"""Finds titles and hints of hidden tests that reveal an input by repeating a literal of the hidden suite."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from ..exercises.exercise import GIVEN, INSIDE, MANIFEST, SAMPLES, SHARED, Exercise
from ..report import Test, Visibility

# A shorter literal occurs in too many sentences to mean anything.
_SHORTEST_TEXT = 3
_FEWEST_DIGITS = 2
# Of all markers only `parametrize` contains inputs; the others contain texts to be checked.
_DESCRIBING = r"\bmark\.(?!parametrize$)\w+$"


def giveaways(exercise: Exercise, tests: Iterable[Test]) -> list[str]:
    """One sentence for each title or hint of a hidden test that repeats a literal no candidate can see."""
    literals = _literals(exercise)
    public_text = _public(exercise)
    secret = {literal for literal in literals if not _holds(public_text, literal)}
    descriptions = {
        (kind, text)
        for test in tests
        if test.visibility is Visibility.HIDDEN
        for kind, text in (("title", test.title), ("hint", test.hint))
    }
    return [
        f"The {kind} {text!r} holds {literal!r}, an input or an answer of the hidden suite that stands in no "
        "public file: say it without, or put it into the task."
        for kind, text in sorted(descriptions)
        for literal in sorted(secret)
        if _holds(_plain(text), literal)
    ]


def _literals(exercise: Exercise) -> set[str]:
    """The numbers and strings in the hidden suite's code, written as a sentence would write them."""
    literals: set[str] = set()
    for path in (exercise.folder / "hidden").rglob("*.py"):
        tree = ast.parse(path.read_bytes())
        described = set(_descriptions(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and node not in described:
                literals.update(_written(node.value))
    return literals


def _descriptions(tree: ast.AST) -> Iterator[ast.AST]:
    """Yields the syntax nodes in docstrings, markers and f-strings: text about inputs, not inputs."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.JoinedStr):
            yield from ast.iter_child_nodes(node)
        elif isinstance(node, ast.Call) and re.search(_DESCRIBING, ast.unparse(node.func)):
            yield from ast.walk(node)


def _written(value: object) -> Iterator[str]:
    if isinstance(value, str | bytes):
        text = value if isinstance(value, str) else value.decode("latin-1")
        if len(text.strip()) >= _SHORTEST_TEXT:
            yield _plain(text.strip())
    elif isinstance(value, int | float) and sum(map(str.isdigit, str(value))) >= _FEWEST_DIGITS:
        yield _plain(str(value))


def _public(exercise: Exercise) -> str:
    """All text of the exercise that candidates can read, as one string."""
    paths = [exercise.folder / name for name in (MANIFEST, "README.md", "starter.py", SHARED)]
    for folder in ("visible", "starter", INSIDE):
        paths += sorted((exercise.folder / folder).rglob("*.py"))
    paths += sorted((exercise.folder / SAMPLES).glob("*.*"))
    paths += sorted((exercise.folder / GIVEN).rglob("*"))
    return _plain("\n".join(path.read_text("utf-8", "replace") for path in paths if path.is_file()))


def _plain(text: str) -> str:
    """Writes each number in `text` in one way: 50 000 and 50_000 as 50000, and 30.0 as 30."""
    return re.sub(r"(?<=\d)(?:[ _,](?=\d{3}(?!\d))|\.0+(?![\w.]))", "", text)


def _holds(text: str, literal: str) -> bool:
    """Whether `literal` occurs in `text` as a separate word or number."""
    return re.search(rf"(?<![\w.]){re.escape(literal)}(?!\w|\.\d)", text) is not None
