"""Exceptions as data: whatever their classes do, there is something to send."""

from __future__ import annotations

import json
import operator
from typing import Any

import pytest
from worker.exceptions import SOLUTION_FILE, Exceptions, rebuild
from worker.objects import Objects

from grader.wire.bounds import MAX_INT_BITS, Ref
from grader.wire.messages import MAX_TEXT, Raised, pack, unpack


def describe(token: int, exc: BaseException) -> Raised:
    """As a worker that has told of nothing yet describes it."""
    return Exceptions(Objects(lambda call: (False, None))).describe(token, exc)


def raised(source: str, **names: Any) -> BaseException:
    """What the candidate's file raises."""
    try:
        exec(compile(source, SOLUTION_FILE, "exec"), names)
    except BaseException as exc:
        return exc
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("exc", "names", "arguments", "text"),
    [
        (ValueError("no"), ("ValueError", "Exception", "BaseException", "object"), ("no",), "no"),
        (
            KeyError("k", 1),
            ("KeyError", "LookupError", "Exception", "BaseException", "object"),
            ("k", 1),
            "('k', 1)",
        ),
        (SystemExit(3), ("SystemExit", "BaseException", "object"), (3,), "3"),
        (KeyboardInterrupt(), ("KeyboardInterrupt", "BaseException", "object"), (), ""),
    ],
)
def test_an_exception_is_described_by_names_arguments_and_text(
    exc: BaseException, names: tuple[str, ...], arguments: tuple[Any, ...], text: str
) -> None:
    found = describe(7, exc)
    assert found[:4] == Raised(7, names, arguments, text)[:4]
    assert (found.line, found.cause) == (None, None)


def test_a_class_of_the_candidates_names_all_its_bases() -> None:
    exc = raised("class E(KeyError): pass\nraise E('x')")
    assert describe(1, exc).type_names[:3] == ("E", "KeyError", "LookupError")


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\nraise ValueError", 3),
        ("def f():\n    return 1 / 0\n\nf()", 2),
        ("import json\n\njson.loads('{')", 3),
        ("x = (\n", 1),
        ("x = 1\nif x:\ny = 2", 3),
    ],
)
def test_the_line_is_the_innermost_one_in_the_candidates_file(source: str, line: int) -> None:
    assert describe(1, raised(source)).line == line


def test_an_exception_from_elsewhere_has_no_line() -> None:
    with pytest.raises(json.JSONDecodeError) as caught:
        json.loads("{")
    assert describe(1, caught.value).line is None


def test_the_exception_itself_and_what_caused_it_are_told() -> None:
    exc = raised("try:\n    1 / 0\nexcept ZeroDivisionError as zero:\n    raise KeyError('k') from zero")
    found = describe(1, exc)
    assert (found.exception.kind, found.exception.name) == ("object", "KeyError")
    cause = Raised(1, *found.cause)
    assert cause.type_names[0] == "ZeroDivisionError" and cause.line == 2 and cause.cause is None


def test_of_many_causes_the_nearest_are_told() -> None:
    exc: BaseException = ValueError("first")
    for number in range(50):
        exc, exc.__cause__ = ValueError(number), exc
    found, depth = describe(1, exc), 0
    while found.cause is not None:
        found, depth = Raised(1, *found.cause), depth + 1
    assert depth == 3


class Text(str):
    """A text of a class of its own."""


BEYOND: list[tuple[Any, ...]] = [
    ([1] * 1000,), (1, {"a": [1] * 1000}), ({1: {2: "x" * (MAX_TEXT + 1)}},), ([1 << MAX_INT_BITS],),
    ("x" * (MAX_TEXT + 1),), (b"x" * (MAX_TEXT + 1),), (1 << MAX_INT_BITS,), tuple(range(9)),
]  # fmt: skip


@pytest.mark.parametrize("arguments", BEYOND)
def test_arguments_that_are_too_large_are_replaced_by_the_text(arguments: tuple[Any, ...]) -> None:
    found = describe(1, Exception(*arguments))
    assert found.arguments == (found.text,)
    assert len(found.text) <= MAX_TEXT


@pytest.mark.parametrize("arguments", [([1, 2],), (object(),), (1, {"a": 1}), (ValueError("x"), Text("x"))])
def test_small_ones_are_told_whatever_they_are(arguments: tuple[Any, ...]) -> None:
    found = describe(1, Exception(*arguments)).arguments
    assert len(found) == len(arguments) and all(map(operator.is_, found, arguments))


def test_one_that_contains_itself_is_told_by_its_text() -> None:
    endless: list[Any] = []
    endless.append(endless)
    assert describe(1, Exception(endless)).arguments == ("[[...]]",)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((2, "no"), (2, "no")),
        ((2, "no", "a.txt"), (2, "no", "a.txt")),
        ((2, "no", "a.txt", None, "b.txt"), (2, "no", "a.txt", None, "b.txt")),
        (("text",), ("text",)),
    ],
)
def test_a_file_is_told_as_one_of_the_arguments(arguments: tuple[Any, ...], told: tuple[Any, ...]) -> None:
    assert describe(1, OSError(*arguments)).arguments == told


HOSTILE = {
    "its class is equal to everything": (
        "class M(type):\n def __eq__(cls, other): return True\n def __hash__(cls): return 1\n"
        "class E(Exception, metaclass=M): pass"
    ),
    "its arguments are equal to texts": (
        "class M(type):\n def __eq__(cls, other): return True\n def __hash__(cls): return 1\n"
        "class A(metaclass=M): pass\ndef E(text): return Exception(A())"
    ),
    "its text raises": "class E(Exception):\n def __str__(self): raise SystemExit",
    "its text is none": "class E(Exception):\n def __str__(self): return 5",
    "its text is endless": "class E(Exception):\n def __str__(self): return 'x' * 10**7",
    "its text is another class": (
        "class S(str):\n def __getitem__(self, key): raise SystemExit\n"
        "class E(Exception):\n def __str__(self): return S('x')"
    ),
    "its shape raises": "class E(Exception):\n def __repr__(self): raise SystemExit",
    "its arguments raise": "class E(Exception):\n args = property(lambda self: 1 / 0)",
    "its attributes raise": "class E(Exception):\n def __getattribute__(self, name): raise SystemExit",
    "its class lies": "class E(Exception):\n __class__ = int",
    "its class raises": "class E(Exception):\n __class__ = property(lambda self: 1 / 0)",
    "its name is endless": "E = type('E' * 10**6, (Exception,), {})",
    "its name is another class": (
        "class S(str):\n def __getitem__(self, key): raise SystemExit\nE = type(S('E'), (Exception,), {})"
    ),
    "its metaclass raises": (
        "class M(type):\n def __getattribute__(cls, name): raise SystemExit\n"
        "class E(Exception, metaclass=M): pass"
    ),
    "a syntax error that raises": ("class E(SyntaxError):\n filename = property(lambda self: 1 / 0)"),
    "a syntax error whose file is equal to everything": (
        "class S:\n def __eq__(self, other): raise SystemExit\nclass E(SyntaxError):\n filename = S()"
    ),
    "a syntax error whose line is none": (
        f"class E(SyntaxError):\n filename = {SOLUTION_FILE!r}\n lineno = 'x'"
    ),
    "a hundred bases": ("E = Exception\nfor n in range(100): E = type(f'E{n}', (E,), {})"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_its_class_does_it_is_described_and_can_be_sent(name: str) -> None:
    exc = raised(f"{HOSTILE[name]}\nraise E('x')")
    found = describe(1, exc)
    objects: list[Any] = []

    def kept_inside(argument: Any) -> Ref:
        objects.append(argument)
        return Ref("argument", len(objects) - 1)

    there = unpack(
        pack(found, kept_inside), lambda ref: objects[ref.number] if ref.kind == "argument" else ref
    )
    assert there == found
    assert len(found.text) <= MAX_TEXT
    assert len(found.type_names) <= 12 and max(map(len, found.type_names)) <= 100
    assert found.line is None or type(found.line) is int


@pytest.mark.parametrize(
    ("names", "arguments", "expected"),
    [
        (("KeyError", "LookupError"), ("k",), KeyError("k")),
        (("Mine", "ValueError"), ("x", 1), ValueError("x", 1)),
        (("UnicodeDecodeError", "ValueError"), ("x",), ValueError("x")),
        (("Mine",), ("x",), RuntimeError("text")),
        (("print", "int", "dict"), (), RuntimeError("text")),
        ((), (), RuntimeError("text")),
    ],
)
def test_what_the_suite_raised_is_raised_again_inside(
    names: tuple[str, ...], arguments: tuple[Any, ...], expected: BaseException
) -> None:
    found = rebuild(Raised(1, names, arguments, "text"))
    assert (type(found), found.args) == (type(expected), expected.args)
