"""Every built-in exception from whatever arguments: itself where nothing comes of that, else told by us."""

from __future__ import annotations

import asyncio
import builtins
import itertools
import random
import traceback
from typing import Any

import pytest

from grader.judge.inside.explanations import explained
from grader.judge.talk.exceptions import (
    BUILTIN_EXCEPTIONS,
    CandidateInterrupt,
    is_answer,
    is_rebuilt,
    mark_passed_in,
    place_of_submission,
    rebuilt,
    showable,
    without_interrupt,
)
from grader.judge.talk.trouble import Trouble
from grader.report import Verdict
from grader.wire.messages import MAX_TEXT, Raised

FAR = (-(1 << 46), -1, 1 << 46, 1 << 62, -(1 << 63), (1 << 63) - 1, 1 << 99)
WORDS: tuple[Any, ...] = (
    None, True, 0, 1, -1, 2, *FAR, 0.5, float("nan"), "", "utf-8", "abc", "/etc/passwd", "\ud800",
    "x" * MAX_TEXT, b"", b"\xff", b"A" * MAX_TEXT, [], [1, "a"], {"a": (1, {2})}, {}, ("utf-8",),
)  # fmt: skip
SHAPES: list[tuple[Any, ...]] = [
    (), ("boom", "abcd"), ("boom", None), (2, "no such file", "/etc/passwd"), (1, "", 1 << 62),
    (1, "", -1), (1, "", 2.5),
    *[("utf-8", held, start, end, "x")
      for held in (b"", b"A" * 400, "abc") for start in (*FAR, 0, 1)
      for end in (start + 1, start, start - 1, 0)],
    *[("abc", start, end, "x") for start in (*FAR, 0, 1) for end in (start + 1, 0, 3)],
]  # fmt: skip


def made(
    *names: str,
    arguments: tuple[Any, ...] = (),
    text: str = "a text",
    line: int | None = None,
    file: str | None = None,
) -> Any:
    return rebuilt(showable(Raised(0, names, arguments, text, line, None, None, file)))


def told(exc: Exception) -> str:
    with pytest.raises(Exception) as caught:
        raise exc
    return explained(caught)


def shown(exc: Exception) -> list[str]:
    """In all ways in which a suite or pytest may show it."""
    ways = [str(exc), repr(exc), f"{exc}", "".join(traceback.format_exception(exc))]
    return [*ways, told(exc)]


@pytest.mark.parametrize("name", sorted(BUILTIN_EXCEPTIONS))
def test_whatever_its_arguments_an_exception_is_of_its_class_and_can_be_shown(name: str) -> None:
    chance = random.Random(name)
    some = [tuple(chance.choices(WORDS, k=chance.randrange(9))) for _ in range(200)]
    for arguments in itertools.chain(SHAPES, some):
        for names in ((name,), ("Own", name)):
            exc = made(*names, arguments=arguments)
            assert isinstance(exc, BUILTIN_EXCEPTIONS[name]) or names[0] == "Own"
            assert all(len(way) < 12_000 for way in shown(exc))
            for attribute in ("start", "end", "object", "reason", "errno", "filename", "name", "obj", "args"):
                try:
                    getattr(exc, attribute, None)
                except TypeError:  # as of one that was never initialized
                    pass


@pytest.mark.parametrize("name", sorted(BUILTIN_EXCEPTIONS))
def test_from_its_text_alone_it_is_what_python_makes_of_that(name: str) -> None:
    exc = made(name, arguments=("a text",))
    if issubclass(BUILTIN_EXCEPTIONS[name], UnicodeError) and name != "UnicodeError":
        assert (str(exc), exc.args) == ("a text", ("a text",))
    else:
        whole = BUILTIN_EXCEPTIONS[name]("a text")
        assert (type(exc), str(exc), exc.args) == (type(whole), str(whole), whole.args)


@pytest.mark.parametrize(
    "whole",
    [
        UnicodeDecodeError("utf-8", b"ab\xff", 2, 3, "invalid start byte"),
        UnicodeDecodeError("utf-8", b"ab\xff\xff", 1, 4, "invalid start byte"),
        UnicodeDecodeError("utf-8", b"", 0, 0, "unexpected end"),
        UnicodeEncodeError("ascii", "aü", 1, 2, "ordinal not in range"),
        UnicodeTranslateError("aü", 1, 2, "no"),
        FileNotFoundError(2, "No such file or directory", "x.txt"),
        BlockingIOError(11, "again", 7),
        OSError("text", 3),
        KeyError("k"),
        ImportError("no module"),
    ],
    ids=repr,
)  # fmt: skip
def test_what_an_interpreter_raises_arrives_as_it_was(whole: Exception) -> None:
    arguments = whole.__reduce__()[1]
    exc = made(type(whole).__name__, arguments=arguments, text=str(whole))  # type: ignore[arg-type]
    assert (type(exc), str(exc), exc.args) == (type(whole), str(whole), whole.args)
    for attribute in (
        "start",
        "end",
        "object",
        "reason",
        "encoding",
        "errno",
        "filename",
        "characters_written",
    ):
        assert getattr(exc, attribute, None) == getattr(whole, attribute, None)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("UnicodeDecodeError", ("utf-8", b"A" * 400, -40_000, -39_999, "x")),
        ("UnicodeDecodeError", ("utf-8", b"A", 1, 0, "x")),
        ("UnicodeDecodeError", ("utf-8", b"A", True, 1, "x")),
        ("UnicodeEncodeError", ("utf-8", "abc", -1, 0, "x")),
        ("UnicodeEncodeError", ("utf-8", "abc", 3, 4, "x")),
        ("UnicodeTranslateError", ("abc", 1 << 46, (1 << 46) + 1, "x")),
    ],
)
def test_a_place_outside_of_its_text_is_not_looked_at(name: str, arguments: tuple[Any, ...]) -> None:
    exc = made(name, arguments=arguments, text="what they say")
    assert isinstance(exc, BUILTIN_EXCEPTIONS[name])
    assert (type(exc).__name__, str(exc), repr(exc)) == (name, "what they say", f"{name}('what they say')")
    assert told(exc) == f"{name}: what they say"


def test_a_class_of_a_later_python_is_told_by_us(monkeypatch: pytest.MonkeyPatch) -> None:
    class Later(ValueError):
        def __init__(self, *arguments: object) -> None:
            raise SystemError("its arguments are trusted")

        __str__ = __repr__ = __init__  # type: ignore[assignment]

    monkeypatch.setitem(BUILTIN_EXCEPTIONS, "Later", Later)
    exc = made("Later", arguments=(1, 2), text="what they say")
    assert isinstance(exc, Later)
    assert (str(exc), repr(exc)) == ("what they say", "Later('what they say')")


def test_what_the_worker_never_sends_is_cut() -> None:
    text = "x" * (1 << 20)
    exc = made("KeyError", arguments=(text,), text=text)
    assert exc.args == ("x" * MAX_TEXT,)
    assert made("ValueError", arguments=(1,) * 9).args == ("a text",)
    assert len(type(made("E" * (1 << 20))).__name__) == 100
    places = [place_of_submission(made("ValueError", line=line)) for line in (3, 0, -1, 1 << 99)]
    assert places == ["line 3 of the submission", "", "", ""]
    file = place_of_submission(made("ValueError", line=3, file="\x1b[2J" + "x" * 500))
    assert file.startswith("line 3 of \\x1b[2Jx") and len(file) < 300


def test_what_ends_a_program_or_an_iteration_is_itself() -> None:
    leaving: Any = made("SystemExit", "BaseException", arguments=(2,))
    stopping: Any = made("StopIteration", "Exception", arguments=("last",))
    interrupting = made("KeyboardInterrupt", "BaseException", "object", arguments=("ctrl-c",))
    assert (type(leaving), type(stopping)) == (SystemExit, StopIteration)
    assert (type(interrupting), interrupting.args) == (KeyboardInterrupt, ("ctrl-c",))
    assert (leaving.code, stopping.value) == (2, "last")


def test_pytest_goes_on_after_an_interrupt_of_the_candidates_and_after_no_other() -> None:
    interrupting = made("KeyboardInterrupt", "BaseException", "object", arguments=("ctrl-c",))
    assert isinstance(interrupting, KeyboardInterrupt)
    instead = without_interrupt(interrupting)
    assert isinstance(instead, CandidateInterrupt) and type(instead).__name__ == "KeyboardInterrupt"
    assert (instead.args, is_rebuilt(instead)) == (("ctrl-c",), True)
    pressed = KeyboardInterrupt()
    assert without_interrupt(pressed) is pressed
    mark_passed_in(pressed)
    assert type(without_interrupt(pressed)).__mro__[1] is CandidateInterrupt


@pytest.mark.parametrize(
    ("exc", "answers"),
    [
        (ValueError("x"), True), (SystemExit(3), True), (KeyboardInterrupt(), True),
        (GeneratorExit(), True),
        (asyncio.CancelledError(), True), (pytest.fail.Exception("x"), False),
        (pytest.skip.Exception("x"), False), (Trouble(Verdict.CRASHED, "x"), False),
        (BaseException("x"), True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)  # fmt: skip
def test_what_the_suite_itself_decides_is_no_answer_to_a_call(exc: BaseException, answers: bool) -> None:
    assert is_answer(exc) is answers


def test_what_no_class_here_is_made_for_only_keeps_its_name() -> None:
    ending = made("BaseExceptionGroup", "BaseException", "object")
    assert isinstance(ending, CandidateInterrupt) and type(ending).__name__ == "BaseExceptionGroup"


@pytest.mark.parametrize(
    "name", ["BaseException", "KeyboardInterrupt", "CancelledError", "BaseExceptionGroup"]
)
def test_what_is_no_exception_in_the_narrow_sense_is_none_here(name: str) -> None:
    assert not isinstance(made(name, "BaseException", "object"), Exception)
    assert isinstance(made(name, "Exception", "BaseException", "object"), Exception)


def test_small_containers_are_kept() -> None:
    assert made("ValueError", arguments=("x", [5]), text="('x', [5])").args == ("x", [5])
    assert made("KeyError", arguments=((1, 2),), text="(1, 2)").args == ((1, 2),)
    assert made("OSError", arguments=([1], [2]), text="[Errno [1]] [2]").args == ("[Errno [1]] [2]",)
    deep: list[object] = []
    for _ in range(200):
        deep = [deep]
    for argument in (deep, [0] * 500, [["x" * 501]], [1 << 20_000]):
        assert made("ValueError", arguments=(argument,), text="a text").args == ("a text",)


def test_every_class_that_is_given_arguments_keeps_nothing_in_c_beside_references() -> None:
    from grader.judge.talk import exceptions

    small = {kind for kind in exceptions._KEEPERS if not issubclass(kind, exceptions._REFERRING)}
    assert {kind.__basicsize__ for kind in small} == {BaseException.__basicsize__}
    assert not any(issubclass(kind, UnicodeDecodeError | SyntaxError) for kind in exceptions._KEEPERS)
    assert all(vars(builtins)[name] is kind for name, kind in BUILTIN_EXCEPTIONS.items())
