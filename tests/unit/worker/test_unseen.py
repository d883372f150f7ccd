"""What makes the worker's frames not show, and its objects hard to find; the rest needs a real sandbox."""

from __future__ import annotations

import ast
import gc
import inspect
import sys
import weakref
from collections.abc import Iterator
from pathlib import Path
from types import CodeType
from typing import Any

import pytest
from worker import unseen

ROOT = Path(__file__).resolve().parents[3]
START = (ROOT / "sandbox" / "start.py").read_text("utf-8")


def start(name: str) -> Any:
    """What start.py defines before it imports anything of ours."""
    scope: dict[str, Any] = {}
    collecting = gc.isenabled()
    exec(compile(START[: START.index("class Loader")], "start.py", "exec"), scope)
    if collecting:
        gc.enable()
    return scope[name]


SOURCE = """
def outer(function):
    kept = [inner(held) for held in (function,)]
    return kept[0]

def inner(function):
    try:
        return (lambda: function())()
    finally:
        number = 5

class Thing:
    def method(self, function):
        return outer(function)

def generator():
    yield 1

def closed(function):
    def within():
        return function()
    return within()
"""


@pytest.fixture
def scope() -> dict[str, Any]:
    names: dict[str, Any] = {}
    exec(start("unseen")(compile(SOURCE, "source", "exec")), names)
    return names


def callers() -> list[str]:
    names, frame = [], sys._getframe(1)
    while frame.f_back is not None and frame.f_code.co_name != "test_frames":
        names.append(frame.f_code.co_name)
        frame = frame.f_back
    return names


@pytest.mark.parametrize("name", ["outer", "inner", "closed", "method"])
def test_frames(scope: dict[str, Any], name: str) -> None:
    function = scope["Thing"]().method if name == "method" else scope[name]
    assert function(callers) == []


def test_generators_are_left_as_they_are(scope: dict[str, Any]) -> None:
    assert list(scope["generator"]()) == [1]


def test_tracebacks_leave_them_out(scope: dict[str, Any]) -> None:
    with pytest.raises(ZeroDivisionError) as caught:
        scope["outer"](lambda: 1 // 0)
    step, names = caught.value.__traceback__, []
    while step is not None:
        names.append(step.tb_frame.f_code.co_name)
        step = step.tb_next
    assert names == ["test_tracebacks_leave_them_out", "<lambda>"]


# What a test's process runs beside the candidate's code, of which nothing may show.
BESIDE = (
    "sandbox/worker/actions.py", "sandbox/worker/child.py", "sandbox/worker/clock.py",
    "sandbox/worker/exceptions.py", "sandbox/worker/objects.py", "sandbox/worker/profiles.py",
    "sandbox/worker/unseen.py", "sandbox/worker/virtual_time.py", "grader/wire/bounds.py",
    "grader/wire/decoder.py", "grader/wire/encoder.py", "grader/wire/messages.py", "grader/wire/plain.py",
    "grader/wire/values.py",
)  # fmt: skip


@pytest.mark.parametrize("path", BESIDE)
def test_nothing_there_is_a_generator_or_asks_for_its_own_frame(path: str) -> None:
    source = (ROOT / path).read_text("utf-8")
    todo, generators = [compile(source, path, "exec")], []
    while todo:
        code = todo.pop()
        if code.co_flags & start("GENERATORS"):
            generators.append(code.co_name)
        todo += [held for held in code.co_consts if isinstance(held, CodeType)]
    called = {node.func.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)
              and isinstance(node.func, ast.Name)}  # fmt: skip
    assert generators == []
    assert called & {"super", "globals", "locals"} == set()


def test_what_may_be_found_is_the_same_for_both_who_ask() -> None:
    assert start("VISIBLE") == unseen._VISIBLE


class Base:
    pass


def test_what_is_concealed_is_known_to_no_list() -> None:
    class Hidden(Base):
        def method(self) -> None: ...

    Hidden.__module__ = "worker.hidden"
    held: list[Any] = [Hidden()]
    reference = weakref.ref(Hidden)
    unseen.conceal(held)
    assert not any(map(gc.is_tracked, (held, held[0], Hidden)))
    assert Base.__subclasses__() == []
    assert reference() is None
    assert type(held[0]) is Hidden and Hidden.__mro__ == (Hidden, Base, object)


def test_an_opaque_function_leads_nowhere_and_does_what_it_is_for() -> None:
    asked: list[Any] = []

    def function(argument: Any) -> tuple[bool, Any]:
        asked.append(argument)
        return False, len(asked)

    opaque = unseen.opaque("name", function)
    assert [opaque("a"), opaque("b")] == [(False, 1), (False, 2)]
    assert asked == ["a", "b"]
    assert (opaque.__name__, getattr(opaque, "__self__", None)) == ("name", None)
    assert gc.get_referents(opaque) == []


# While the candidate's code runs, in threads of its own too, these are at work.
AT_WORK = (
    "grader/wire/bounds.py", "grader/wire/decoder.py", "grader/wire/messages.py", "sandbox/worker/actions.py",
    "sandbox/worker/objects.py", "sandbox/worker/exceptions.py",
)  # fmt: skip


@pytest.mark.parametrize("file", AT_WORK)
def test_what_is_at_work_makes_no_functions_for_a_moment(file: str) -> None:
    """Until Python 3.12 each comprehension is one, which a thread that asks the collector may find."""
    made = [
        f"{inner.co_qualname} in line {inner.co_firstlineno}"
        for outer in all_code(compile((ROOT / file).read_text("utf-8"), file, "exec"))
        if outer.co_flags & inspect.CO_NEWLOCALS
        for inner in outer.co_consts
        if isinstance(inner, CodeType)
    ]
    assert made == []


def all_code(code: CodeType) -> Iterator[CodeType]:
    yield code
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from all_code(inner)
