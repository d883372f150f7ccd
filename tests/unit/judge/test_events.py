"""The lines between judge and grader: each event comes out as it went in; nothing else is one."""

from __future__ import annotations

import math
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.judge import events
from grader.report import Keeper, Test, Verdict, Visibility

TEXT = st.text() | st.sampled_from(["\n", "\r\n", "\u2028", "\ud800", '"}\n{"event": "AllTold"}'])
SECONDS = st.floats(min_value=0, allow_nan=False)
TESTS = st.builds(
    Test, id=TEXT, title=TEXT, group=TEXT, points=SECONDS, bonus=st.booleans(),
    visibility=st.sampled_from(Visibility), hint=TEXT, all_or_nothing=st.booleans(),
)  # fmt: skip
# A value for each type that a field of an event has: a new event or field is tried without being named.
VALUES: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXT,
    int: st.integers(),
    float: SECONDS,
    bool: st.booleans(),
    Verdict: st.sampled_from(Verdict),
    dict[str, Keeper]: st.dictionaries(TEXT, st.sampled_from(Keeper)),
    tuple[str, ...]: st.lists(TEXT).map(tuple),
    tuple[float, float]: st.tuples(SECONDS, SECONDS),
    tuple[Test, ...]: st.lists(TESTS).map(tuple),
}
KINDS = get_args(events.Event)
EVENTS = st.one_of(
    *(
        st.builds(kind, **{name: VALUES[hint] for name, hint in get_type_hints(kind).items()})
        for kind in KINDS
    )
)


def test_every_event_is_a_frozen_dataclass() -> None:
    assert all(kind.__dataclass_params__.frozen for kind in KINDS)


@given(EVENTS)
def test_each_event_comes_out_of_its_line_as_it_went_in(event: events.Event) -> None:
    line = events.to_line(event)
    assert line.count(b"\n") == 1
    assert line.endswith(b"\n")
    assert events.from_line(line) == event


def test_an_infinite_time_keeps_its_value() -> None:
    event = events.Checked("a", Verdict.PASSED, cpu_seconds=math.inf)
    assert events.from_line(events.to_line(event)) == event


@pytest.mark.parametrize(
    "line",
    [b"", b"\n", b"{}\n", b"[]\n", b"7\n", b'{"event": "Nothing"}\n', b'{"event": ["AllTold"]}\n',
     b'{"event": "Checked", "id": "a"}\n', b'{"event": "Checked", "id": "a", "verdict": "perfect"}\n',
     b'{"event": "GapsFound", "gaps": 7}\n', b'{"event": "Collected", "tests": [{}], "left_out": 0}\n'],
)  # fmt: skip
def test_what_is_no_event_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):
        events.from_line(line)
