"""What the sandbox says of an exception besides its class and text, and what it is told itself."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from grader.judge.talk.exceptions import rebuilt, showable
from grader.judge.talk.functions import Functions, facts_of, told
from grader.judge.talk.loops import Loops
from grader.wire.frames import WireError
from grader.wire.messages import MAX_TEXT, Raised

USUAL = (("ValueError",), ("no",), "no", 3, None, None, None, ())


def made(more: Any, names: tuple[str, ...] = ("KeyError",), text: str = "x") -> BaseException:
    return rebuilt(showable(Raised(0, names, (), text, 1, None, None, None, more)))


def test_what_an_exception_was_raised_in_comes_with_it() -> None:
    exc = made((USUAL, True, ("look here",), (), ()))
    assert type(exc.__context__) is ValueError and exc.__context__.args == ("no",)
    assert exc.__suppress_context__ and exc.__notes__ == ["look here"] and exc.__cause__ is None


LIES: list[Any] = [
    (), (None,), (None, 1, (), (), ()), (None, False, [], (), ()), (None, False, (), [], ()),
    ([], False, (), (), ()), (None, False, (), ()), (None, False, (), (), [], ()), ((), False, (), (), ()),
    (("ValueError",), False, (), (), ()), ((*USUAL[:3], "3", *USUAL[4:]), False, (), (), ()),
    ((*USUAL[:5], [], None, ()), False, (), (), ()), (None, False, (5, None, b"x", ["y"]), (), ()),
    (None, False, (), (5, None, "x", (), []), ()), (None, False, (), (), []),
]  # fmt: skip


@pytest.mark.parametrize("more", LIES, ids=range(len(LIES)))
def test_what_is_of_no_such_type_is_left_out(more: Any) -> None:
    exc = made(more)
    assert exc.__context__ is None and exc.__cause__ is None and not getattr(exc, "__notes__", [])


def test_a_chain_has_an_end_and_nothing_in_it_is_long() -> None:
    deep: Any = ()
    for _ in range(5000):
        deep = ((("ValueError",), ("x" * 9999,), "x" * 99999, 3, None, None, None, deep), False, (), (), ())
    exc: BaseException | None = made((deep[0], False, ("n" * 99999,) * 500, (), ()))
    assert exc is not None
    notes = exc.__notes__
    assert len(notes) <= 8 and max(map(len, notes)) <= MAX_TEXT
    length = 0
    while exc is not None:
        assert len(str(exc)) <= MAX_TEXT + 2
        exc, length = exc.__context__, length + 1
    assert length < 10


def test_a_group_that_holds_groups_that_hold_groups_is_bounded() -> None:
    wide: Any = ((("ValueError",), (), "leaf", None, None, None, None, ()),) * 8
    for _ in range(40):
        group = (("ExceptionGroup",), (), "g", None, None, None, None, (None, False, (), wide, ()))
        wide = (group,) * 8
    exc = made((None, False, (), wide, ()), ("ExceptionGroup",), "g (8 sub-exceptions)")
    assert len("".join(traceback.format_exception(exc))) < 5_000_000


def test_more_members_than_there_may_be_are_none() -> None:
    exc = made((None, False, (), (USUAL,) * 9, ()), ("ExceptionGroup",), "g")
    assert not isinstance(exc, BaseExceptionGroup)


def test_a_group_of_what_ends_programs_is_none() -> None:
    ends = (("SystemExit",), (1,), "1", None, None, None, None, ())
    assert not isinstance(made((None, False, (), (ends,), ()), ("ExceptionGroup",), "g"), BaseExceptionGroup)


@pytest.mark.parametrize(
    ("kind", "about", "name"),
    [
        ("NameError", ("x",), "x"), ("ImportError", ("x", "p"), "x"), ("AttributeError", ("x", 1, 2), "x"),
        ("ImportError", (), None), ("NameError", (object(),), None), ("NameError", ([],), None),
        ("NameError", (...,), ...), ("NameError", ("x" * 99999,), None),
    ],
)  # fmt: skip
def test_what_an_error_is_about_is_a_short_value(kind: str, about: Any, name: Any) -> None:
    exc: Any = made((None, False, (), (), about), (kind,))
    assert exc.name == name and getattr(exc, "path", None) == ("p" if about == ("x", "p") else None)


def test_other_errors_are_about_nothing() -> None:
    assert not hasattr(made((None, False, (), (), ("x",))), "name")


# --- what is sent inside with a reference


@pytest.mark.parametrize("number", [-2, 1, 1 << 40])
def test_nothing_of_the_suites_has_a_number_that_was_not_given(number: int) -> None:
    functions = Functions(5, Loops(mock.Mock(), mock.Mock()))
    assert functions.kept(functions.number_of(len)) is len
    with pytest.raises(WireError):
        functions.kept(number)
    with pytest.raises(WireError):
        functions.called(number)


def test_of_a_function_nothing_is_told_but_what_a_decorator_may_look_for() -> None:
    secret = object()

    def greet(name: str, *rest: int, loud: bool = False, **more: object) -> str:
        """Greets."""
        return f"{name}{secret}"

    greet.tag, greet.hidden = "t", secret  # type: ignore[attr-defined]
    greet.__annotations__ = {"name": str, "rest": [secret], "loud": secret}
    doc, noted, attributes, parameters, kind = facts_of(greet) or ()
    assert (doc, noted, attributes) == ("Greets.", {"name": str}, {"tag": "t"})
    assert parameters == (("name", 1, ()), ("rest", 2, ()), ("loud", 3, (False,)), ("more", 4, ()))
    assert kind == ""
    assert "test_" not in repr((doc, noted, attributes, parameters))


def test_of_a_function_with_other_defaults_only_the_name_is_told() -> None:
    def takes(thing: object = object()) -> None:
        del thing

    def longs() -> None:
        pass

    def gives(thing: object = object()) -> Iterator[object]:
        yield thing

    longs.__doc__ = "x" * 100_000
    assert facts_of(takes) is None
    assert facts_of(gives) == (None, {}, {}, (("args", 2, ()), ("kwargs", 4, ())), "generator")
    assert len((facts_of(longs) or ("",))[0]) == 4000


def test_of_an_exception_of_the_suites_only_plain_arguments_are_told() -> None:
    class Mine(LookupError):
        pass

    assert told(Mine("gone", 3)) == (
        ("Mine", "LookupError", "Exception", "BaseException", "object"), ("gone", 3), "('gone', 3)",
    )  # fmt: skip
    names, arguments, text = told(Mine(object))
    assert names[0] == "Mine" and arguments == (text,)
