"""The lines between judge and grader: each event comes out as it went in; nothing else is one."""

from __future__ import annotations

import math

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
EVENTS = st.one_of(
    st.builds(events.Collected, st.lists(TESTS).map(tuple), st.integers(0), TEXT),
    st.builds(events.SandboxReady, TEXT, st.dictionaries(TEXT, st.sampled_from(Keeper))),
    st.builds(events.GapsFound, st.lists(TEXT).map(tuple)),
    st.builds(events.Began, TEXT, SECONDS),
    st.just(events.CandidateHeard()),
    st.builds(
        events.Checked, TEXT, st.sampled_from(Verdict), TEXT, TEXT, TEXT, SECONDS, SECONDS, st.booleans()
    ),
    st.builds(events.StreamLost, TEXT),
    st.builds(events.SuiteBroken, TEXT, TEXT, TEXT),
    st.builds(events.JudgeFailed, TEXT),
    st.builds(events.JudgeEnded, st.integers(), st.integers()),
    st.just(events.AllTold()),
)


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
