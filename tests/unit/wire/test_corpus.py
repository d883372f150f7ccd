"""Every input that the search (`fuzz/run.py`) found worth keeping; and its judge, judged."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz import corpus as seeds
from fuzz.sameness import depth, same
from fuzz.targets import TARGETS, bounded, corpus

MOST_BYTES = 4096
INPUTS = [
    pytest.param(name, path, id=f"{name}-{path.name[:12]}") for name in TARGETS for path in corpus(name)
]
# Operations one after another, as a decoder would meet them; and what engines and supervisors put in front.
OPERATIONS = st.sampled_from([bytes((op,)) for op in b"NTFl]D}(tSzpidcbsBrRQXgHL"])
NUMBERS = st.integers(0, 5).map(lambda number: number.to_bytes(4, "big")) | st.just(b"\xff" * 4)
HEADS = st.integers(1, 11).map(lambda kind: b"\0\0\0\x05" + bytes((kind, 0, 0, 0, kind % 3)))
BYTES = st.lists(OPERATIONS | NUMBERS | HEADS | st.binary(max_size=9), max_size=40).map(b"".join)


@pytest.mark.parametrize(("target", "path"), INPUTS)
def test_what_was_found_once_keeps_every_promise(target: str, path: Path) -> None:
    data = path.read_bytes()
    assert len(data) <= MOST_BYTES
    TARGETS[target](b"")  # what it loads once is no input's doing
    with bounded(data, memory=True):
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
@given(data=BYTES)
@settings(max_examples=60)
def test_what_is_put_together_keeps_every_promise(target: str, data: bytes) -> None:
    with bounded(data):
        TARGETS[target](data)


@pytest.mark.parametrize("target", TARGETS)
def test_the_first_inputs_can_be_made_anew(target: str) -> None:
    """They follow the messages as these are now, whatever layout those had when the files were written."""
    for data in seeds.seeds()[target]:
        with bounded(data):
            TARGETS[target](data)
    assert corpus(target)


def shared() -> list[Any]:
    inner: list[Any] = [1]
    return [inner, inner]


def circle(length: int) -> list[Any]:
    first: list[Any] = []
    last = first
    for _ in range(length - 1):
        last.append([])
        last = last[0]
    last.append(first)
    return first


DIFFERENT: dict[str, tuple[Any, Any]] = {
    "a truth and a number": ([True], [1]),
    "an integer and a float": ({1: 2}, {1: 2.0}),
    "the two zeros": (0.0, -0.0),
    "the two zeros, complex": (complex(0, 0.0), complex(0, -0.0)),
    "bytes and an array": (b"x", bytearray(b"x")),
    "empty ranges": (range(0), range(1, 1)),
    "a list and a tuple": ([], ()),
    "sets with other types in them": ({1, (2,)}, {1.0, (2,)}),
    "sets in sets": ({frozenset({1})}, {frozenset({True})}),
    "dicts in another order": ({1: 1, 2: 2}, {2: 2, 1: 1}),
    "what is shared and what is equal": (shared(), [[1], [1]]),
    "what is equal and what is shared": ([[1], [1]], shared()),
    "circles of other lengths": (circle(2), circle(3)),
    "a longer list": ([1], [1, 2]),
}


@pytest.mark.parametrize("name", DIFFERENT)
def test_the_comparison_tells_apart_what_is_not_the_same(name: str) -> None:
    assert not same(*DIFFERENT[name])


@pytest.mark.parametrize(
    "make",
    [
        lambda: [float("nan"), complex(float("nan"), -0.0)],
        lambda: {"a", "b", 1, None, (1, ("x",)), frozenset({frozenset()})},
        lambda: circle(3),
        shared,
        lambda: [(), (), frozenset(), frozenset(), "x", "x"],
    ],
)
def test_the_comparison_finds_the_same_what_was_made_twice(make: Any) -> None:
    assert same(make(), make())


def test_neither_comparison_nor_depth_recurses() -> None:
    def deep() -> list[Any]:
        value: list[Any] = []
        for _ in range(100_000):
            value = [value]
        return value

    assert same(deep(), deep())
    assert depth(deep()) == 100_001
    assert depth(circle(2)) is None
    assert depth([(1, {2: []}), shared()]) == 4
    assert depth(7) == 0
