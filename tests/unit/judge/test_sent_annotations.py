"""Annotations in a suite's class are put together inside from parts that can be sent."""

from __future__ import annotations

import collections.abc
import typing
from typing import Any

import pytest

from grader.judge.talk.sent_annotations import noted_in_body

T = typing.TypeVar("T")


class Box(typing.Generic[T]):
    """Not of the standard library."""


def sent(annotation: Any) -> Any:
    body = {"__annotations__": {"it": annotation}}
    return noted_in_body(lambda text, **names: eval(text, names), body)["it"]


@pytest.mark.parametrize(
    "annotation",
    [
        int, None, "Text", list[int], tuple[int, ...], tuple[()], dict[str, list[int]], int | None, int | str,
        typing.Any, typing.Callable[[int], str], typing.Callable[..., str], typing.ClassVar[int],
        collections.abc.Callable[[int], str], typing.Final[int], typing.Literal["a"], typing.Literal["a", 1],
        typing.Annotated[int, "x"], typing.Iterable[int], Box[int],
        typing.List[int], typing.Dict[str, int], typing.Tuple[int, ...],  # noqa: UP006
        typing.Optional[int], typing.Optional["Box"], typing.Union[int, str],  # noqa: UP007, UP045
    ],
    ids=str,
)  # fmt: skip
def test_it_is_the_same(annotation: Any) -> None:
    assert sent(annotation) == annotation


@pytest.mark.parametrize(("annotation", "text"), [(T, "~T"), (typing.Final, "typing.Final")], ids=str)
def test_of_what_cannot_be_sent_there_is_its_text(annotation: Any, text: str) -> None:
    assert sent(annotation) == text


def test_from_cpython_3_14_on_they_are_asked_for() -> None:
    body = {"__annotate_func__": lambda form: {"it": int} if form == 1 else None}
    assert noted_in_body(eval, body) == {"it": int}


def test_most_classes_have_none() -> None:
    assert noted_in_body(eval, {}) == {}
