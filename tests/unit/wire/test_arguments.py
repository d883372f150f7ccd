"""The arguments of exceptions: which of them cross the wire as they are."""

from __future__ import annotations

import collections
from typing import Any

import pytest

from grader.wire.arguments import parts
from grader.wire.messages import MAX_TEXT


class Text(str):
    """A text whose methods do not say what it is."""

    def __len__(self) -> int:
        return 0


class Elements(list):  # type: ignore[type-arg]
    """A list whose methods do not say what it is."""

    def __iter__(self) -> Any:
        raise AssertionError("asked")


ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
WIDE: list[Any] = []
for _ in range(40):
    WIDE = [WIDE] * 40


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        (None, True, 1, 1.5, "a text", b"bytes"),
        (["a", {"b": (1, {2})}], frozenset({3})),
        ("x" * MAX_TEXT, Text("short"), Elements(["a"])),
        (object(), ValueError(), int, collections.deque()),
    ],
    ids=["none", "plain", "containers", "texts", "objects"],
)
def test_few_and_short_ones_do(arguments: tuple[Any, ...]) -> None:
    found = parts(arguments)
    assert found is not None and found[: len(arguments)] == list(arguments)


@pytest.mark.parametrize(
    "argument",
    [
        "x" * (MAX_TEXT + 1),
        bytes(MAX_TEXT + 1),
        Text("x" * (MAX_TEXT + 1)),
        1 << 20_000,
        [1] * 1000,
        Elements([1] * 1000),
        dict.fromkeys(range(1000)),
        [[["x" * (MAX_TEXT + 1)]]],
        ["x" * MAX_TEXT] * 9,
        {1: {2: 1 << 20_000}},
        ENDLESS,
        WIDE,
    ],
    ids=lambda argument: type(argument).__name__,
)
def test_large_and_endless_ones_do_not(argument: object) -> None:
    assert parts((argument,)) is None
    assert parts(("a text", argument)) is None


def test_more_than_eight_do_not() -> None:
    assert parts((1,) * 9) is None and parts((1,) * 8) == [1] * 8


def test_what_is_within_a_container_is_found() -> None:
    thing = object()
    found = parts(({"a": [(thing,)]},))
    assert found is not None and any(part is thing for part in found)
