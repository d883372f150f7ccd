"""A verdict here is pytest's verdict, for classes with special methods by chance too."""

from __future__ import annotations

from typing import Any

import hypothesis
from hypothesis import strategies as st

from .conftest import Grade

# What a special method may do, by its name: right, wrong and odd.
ANSWERS = [
    "True",
    "False",
    "NotImplemented",
    "None",
    "3",
    "-1",
    "'text'",
    "[1, 2]",
    "iter([1])",
    "self",
    "1 / 0",
]
# Whether two objects are equal only these say: after anything else the test fails, and says why.
TRUTHS = ["True", "False", "NotImplemented", "1 / 0"]
METHODS = {
    "__eq__": "o",
    "__ne__": "o",
    "__lt__": "o",
    "__le__": "o",
    "__add__": "o",
    "__radd__": "o",
    "__contains__": "o",
    "__getitem__": "o",
    "__bool__": "",
    "__len__": "",
    "__hash__": "",
    "__str__": "",
    "__repr__": "",
    "__iter__": "",
    "__next__": "",
    "__call__": "",
    "__neg__": "",
    "__index__": "",
    "__enter__": "",
    "__format__": "o",
}
# Assertions about two instances of the class; beside plain values an object of any class is unequal, which
# plain pytest leaves to the class, and so only results of exactly built-in types are compared with these.
ASSERTIONS = [
    "a == b",
    "a == a",
    "a != b",
    "not a == b",
    "a < b",
    "a <= b",
    "not a < b",
    "a",
    "not a",
    "a in [b]",
    "a in [a]",
    "len(a) == 3",
    "len(a) == 0",
    "hash(a) == hash(a)",
    "hash(a) == hash(b)",
    "str(a) == 'text'",
    "repr(a) == 'text'",
    "f'{a}' == 'text'",
    "callable(a)",
    "not callable(a)",
    "isinstance(a, abc.Hashable)",
    "isinstance(a, abc.Iterable)",
    "isinstance(a, abc.Sized)",
    "not isinstance(a, abc.Container)",
    "isinstance(a, abc.Iterator)",
    "isinstance(a, Thing)",
    "type(a) is Thing",
    "issubclass(Thing, abc.Callable)",
    "hasattr(a, '__len__')",
    "hasattr(Thing, '__call__')",
    "not hasattr(a, 'missing')",
    "list(a) == [1]",
    "list(a) == [1, 2]",
    "a() == 3",
    "-a == 3",
    "a + b == 3",
    "a[0] == 'text'",
    "(a + 1) is a",
    "(1 + a) is a",
    "(a < b) is None",
    "a() is a",
    "len({a, b}) == 2",
    "len({a, a}) == 1",
    "[a].count(b) == 1",
    "{a: 1}[a] == 1",
    "sorted([a, b]) is not None",
    "next(a) == 3",
    "[1, 2, 3, 4][a] == 4",
    "b in a",
    "max(a, b) is a",
]
RAISED = [
    "a < b",
    "len(a)",
    "hash(a)",
    "a()",
    "a + b",
    "iter(a)",
    "-a",
    "a[0]",
    "next(a)",
    "bool(a)",
    "1 in a",
]


@st.composite
def solutions(draw: st.DrawFn) -> str:
    """The text of a class with some special methods."""
    methods = draw(st.lists(st.sampled_from(sorted(METHODS)), unique=True, max_size=6))
    lines = ["class Thing:", "    def plain(self): return 1"]
    for name in methods:
        other = f", {METHODS[name]}" if METHODS[name] else ""
        answers = TRUTHS if name in ("__eq__", "__ne__") else ANSWERS
        lines.append(f"    def {name}(self{other}): return {draw(st.sampled_from(answers))}")
    return "\n".join(lines) + "\n"


def suite() -> tuple[str, dict[str, str]]:
    """The text of a suite with all assertions, and by test what its body is."""
    bodies = {f"test_{place}": f"assert {text}" for place, text in enumerate(ASSERTIONS)}
    for place, text in enumerate(RAISED):
        for kind in ("TypeError", "ZeroDivisionError"):
            bodies[f"test_raises_{place}_{kind}"] = f"with pytest.raises({kind}): {text}"
    lines = ["import pytest", "from collections import abc", "from solution import Thing"]
    lines += [f"def {name}():\n    a, b = Thing(), Thing()\n    {body}" for name, body in bodies.items()]
    return "\n\n\n".join(lines) + "\n", bodies


SUITE, BODIES = suite()


def plain(source: str) -> dict[str, bool]:
    """Which tests pass where suite and solution share a process."""
    inside: dict[str, Any] = {}
    exec(source, inside)
    outside: dict[str, Any] = {}
    exec(SUITE.replace("from solution import Thing", ""), outside)
    outside["Thing"] = inside["Thing"]
    found = {}
    for name in BODIES:
        try:
            outside[name]()
            found[name] = True
        except BaseException:
            found[name] = False
    return found


def test_any_class_is_judged_as_in_one_process(grade: Grade) -> None:
    @hypothesis.settings(
        max_examples=5, deadline=None, derandomize=True, database=None, phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    @hypothesis.given(solutions())
    def judged(source: str) -> None:
        expected = plain(source)
        report = grade(SUITE, source, points=len(BODIES))
        assert report.problem is None
        found = {check.test.id.partition("::")[2]: check.verdict.value == "passed" for check in report.checks}
        differ = {name: BODIES[name] for name in BODIES if found[name] is not expected[name]}
        hypothesis.note(source)
        assert {name: (body, found[name]) for name, body in differ.items()} == {}

    judged()
